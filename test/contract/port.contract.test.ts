/** The broker contract on the port over a socket, both ends in this process: whoever is behind the port keeps what the port promises. */
import { brokerContract } from './broker-contract.js';
import { portRig } from './port-rig.js';
import { LATENCIES, scripted, simulated } from './rig-venues.js';

for (const [venueName, makeVenue] of [
  ['scripted venue', scripted],
  ['simulated venue', simulated],
] as const)
  for (const [title, latency] of LATENCIES)
    brokerContract(`port over a socket, ${venueName}, ${title}`, () => portRig(makeVenue, latency));
