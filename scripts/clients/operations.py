"""The operations of one client: each is tried once, in the order in which it stands, and told on a line of its own."""

import asyncio
import json
import os
import time
import traceback
from urllib.request import Request, urlopen

PATIENCE_S = 30


class Operations:
    def __init__(self, client, venue):
        self._client = client
        self._venue = venue
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)

    def __call__(self, name):
        """Tries what it decorates, at once. A coroutine runs on the loop of all the others."""

        def tried(operation):
            try:
                told = operation()
                if asyncio.iscoroutine(told):
                    told = self.loop.run_until_complete(told)
                self._say("ok", name, "" if told is None else str(told))
            except Exception as error:
                at = traceback.extract_tb(error.__traceback__)[-1]
                where = f"{os.path.basename(at.filename)}:{at.lineno} {at.line}"
                text = str(error).split("\n")[0]
                self._say("FAILED", name, f"{type(error).__name__}: {text}   ({where})")
            return operation

        return tried

    def _say(self, outcome, name, detail):
        print(f"{outcome:6}  {self._client:14}  {name:44}  {detail}".rstrip(), flush=True)

    def switch(self, fault, is_on):
        """A fault of the venue, by its number in the scenario."""
        body = json.dumps({"on": is_on}).encode()
        headers = {"x-squall-sim": "1"}
        urlopen(Request(f"{self._venue}/__sim/faults/{fault}", body, headers, method="PUT")).close()


def refused(kind, call, *words):
    """What a call is refused with: an error of the client's own class that says so."""
    try:
        call()
    except kind as error:
        text = f"{error} {vars(error)}"
        for word in words:
            assert str(word) in text, f"{word} is not in {text}"
        return error
    raise AssertionError(f"it was not refused with {kind.__name__}")


def until(get, what):
    """What comes from the venue by itself must come; None and nothing are not it."""
    late = time.monotonic() + PATIENCE_S
    while True:
        got = get()
        if got:
            return got
        assert time.monotonic() < late, f"waited {PATIENCE_S} s for {what}"
        time.sleep(0.05)
