"""The measured side of a peer: says that it is ready, plays a round for each line it reads, answers with its cost.

Processor time of the whole process, as on the other side; see bench/support/rounds.ts.
"""

import json
import sys
import time


def serve(play, operations):
    print("ready", flush=True)
    for _ in sys.stdin:
        cpu = time.process_time_ns()
        wall = time.perf_counter_ns()
        details = play()
        wall = time.perf_counter_ns() - wall
        cpu = time.process_time_ns() - cpu
        answer = {
            "cpuMicros": cpu / 1_000,
            "wallMicros": wall / 1_000,
            "operations": operations,
            "check": "",
            "details": details,
        }
        print(json.dumps(answer), flush=True)
