/**
 * A scenario with the faults of one seed written out, as YAML that a person can read: whoever runs it with that seed sees the
 * same run, to the byte of its journal. It says what every run of a campaign owes, so that one that fails there fails here.
 */
import { dirname, resolve } from 'node:path';
import { Document, isMap, isSeq } from 'yaml';
import type { FaultSpec } from '../../sim/fault/fault-set.js';
import { asWritten } from '../scenario/as-written.js';
import { measuredFile } from '../scenario/measured-latencies.js';
import type { LoadedScenario } from '../scenario/load.js';
import { writtenFault } from './written-fault.js';

type Written = Record<string, unknown>;

/** What a campaign asks of every run, in the words of a scenario. */
const OWED = [
  'invariantViolations == 0',
  'fillsMissed == 0',
  'fillsPhantom == 0',
  'fillsDoubled == 0',
  'detection.falsePositives == 0',
];

/** As it was written, with what was put over it, its faults written out, and nothing that hangs on where its file lies. */
export function writtenOut(
  loaded: LoadedScenario,
  { faults, seed }: { readonly faults: readonly FaultSpec[]; readonly seed: number },
): Written {
  const value = asWritten(loaded) as Written;
  const { swarm: _, faults: __, expect, ...rest } = value;
  return {
    ...rest,
    seed,
    ...placeless(value, loaded),
    faults: faults.map(writtenFault),
    expect: [...new Set([...((expect ?? []) as readonly string[]), ...OWED])],
  };
}

function placeless(value: Written, { file, marketFiles }: LoadedScenario): Written {
  const replayed = (listing: Written, files: readonly string[] | undefined): Written => {
    const market = listing['market'] as { readonly replay?: Written } | undefined;
    if (market?.replay === undefined || files === undefined) return listing;
    return { ...listing, market: { ...market, replay: { ...market.replay, files } } };
  };
  const { market, instruments, strategies } = value;
  const venue = value['venue'] as (Written & { readonly latency?: Written }) | undefined;
  const recorded = venue?.latency?.['recorded'];
  return {
    ...(typeof recorded === 'string'
      ? {
          venue: {
            ...venue,
            latency: { ...venue?.latency, recorded: measuredFile(file, recorded) },
          },
        }
      : {}),
    ...(market === undefined ? {} : replayed({ market }, marketFiles[0])),
    ...(Array.isArray(instruments)
      ? { instruments: instruments.map((one: Written, at) => replayed(one, marketFiles[at])) }
      : {}),
    ...(Array.isArray(strategies)
      ? {
          strategies: strategies.map((one: Written) => ({
            ...one,
            module: resolve(dirname(file), String(one['module'])),
          })),
        }
      : {}),
  };
}

/** `comment`: what stands above it, a line each. */
export function scenarioText(value: Written, comment: readonly string[]): string {
  const document = new Document(value, { version: '1.2', schema: 'core' });
  document.commentBefore = comment.map((line) => ` ${line}`).join('\n');
  for (const key of ['faults', 'orders', 'operator']) flat(document.get(key));
  return document.toString({ lineWidth: 0, flowCollectionPadding: true, singleQuote: true });
}

/** One line each. */
function flat(list: unknown): void {
  if (!isSeq(list)) return;
  for (const item of list.items) if (isMap(item)) item.flow = true;
}
