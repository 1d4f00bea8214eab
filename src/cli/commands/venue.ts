/**
 * `squall venue`: the simulated venue of a scenario as a process of its own, on this machine. It lives on while clients come and
 * go, and tells its ledger when it is told to end; with `--judge` it holds a client's file against it.
 */
import { resolve } from 'node:path';
import { aligned, textOfLines } from '../../report/text/layout.js';
import { prepareScenario } from '../../runs/execute-run.js';
import { type ClientAudit, clientAudit } from '../../runs/paper/client-audit.js';
import { readBlock } from '../../runs/read-block.js';
import { venuePlan } from '../../runs/venue/venue-plan.js';
import { LOOPBACK } from '../../server/venue/port/port-server.js';
import { openEngineStore } from '../../store/engine-store.js';
import { EXIT, EXIT_OF_SIGNAL, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { KEY_NAMES } from '../live-keys.js';
import { loadScenarios } from '../load-scenarios.js';
import { speedOf } from '../paper-asked.js';
import { readSettings } from '../settings.js';
import {
  type Arrived,
  type StandingVenue,
  standInDialect,
  standOnPort,
  standing,
} from '../stand-venue.js';
import type { StopSignal, World } from '../world.js';

export interface VenueFlags {
  readonly dialect: string;
  readonly scenario?: string;
  readonly port: string;
  readonly speed: string;
  readonly judge?: string;
  readonly set: readonly string[];
  readonly json?: boolean;
}

const PORT_MAX = 65_535;

export async function venueCommand(world: World, flags: VenueFlags): Promise<ExitCode> {
  const dialect = dialectOf(flags.dialect);
  const speed = speedOf(flags.speed);
  const port = portOf(flags.port);
  const plan = await planned(world, flags);
  const told = new Promise<StopSignal>((stop) => {
    world.onInterrupt(stop);
  });
  const onArrived = flags.json === true ? arrivals(world) : () => undefined;
  const asked = { plan, speed, port, onArrived };
  const keys = keysOf(world, dialect);
  const venue = await standing(
    () =>
      dialect === 'port' ? standOnPort(asked) : standInDialect(asked, { dialect, keys: keys.pair }),
    port,
  );
  if (flags.json === true) line(world, { kind: 'listening', port: venue.port });
  else
    world.out(
      `squall venue: ${flags.scenario ?? ''} at ${dialect === 'port' ? '' : 'http://'}${LOOPBACK}:${venue.port}, time passes ${speed} times as fast   (Ctrl+C ends it)\n${keys.text}`,
    );
  const signal = await told;
  venue.catchUp();
  await venue.close();
  return ended(world, flags, { venue, signal });
}

const DIALECT_NAMES = ['port', 'alpaca', 'binance'] as const;

function dialectOf(text: string): (typeof DIALECT_NAMES)[number] {
  const dialect = DIALECT_NAMES.find((name) => name === text);
  if (dialect !== undefined) return dialect;
  throw new UsageError(
    `--dialect ${text}\n  fix: ${DIALECT_NAMES.join(', ')}; "squall paper" speaks all of them`,
  );
}

/** Of no account anywhere. */
const PLAY_KEYS = { keyId: 'SQUALL', secret: 'squall-secret' };

/** Those of the environment, which the venue then takes and never says; else a pair that is no secret. */
function keysOf(
  { env }: World,
  dialect: (typeof DIALECT_NAMES)[number],
): { readonly pair: typeof PLAY_KEYS; readonly text: string } {
  if (dialect === 'port') return { pair: PLAY_KEYS, text: '' };
  const [id, secret] = KEY_NAMES[dialect];
  const [keyId, own] = [env[id] ?? '', env[secret] ?? ''];
  return keyId !== '' && own !== ''
    ? { pair: { keyId, secret: own }, text: `  takes the keys of ${id} and ${secret}\n` }
    : {
        pair: PLAY_KEYS,
        text: `  takes the key ${PLAY_KEYS.keyId} with the secret ${PLAY_KEYS.secret}\n`,
      };
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= PORT_MAX) return port;
  throw new UsageError(
    `--port ${text}\n  fix: a whole number from 0 to ${PORT_MAX}, 0 = any free one`,
  );
}

async function planned(world: World, flags: VenueFlags): Promise<ReturnType<typeof venuePlan>> {
  const { scenario } = flags;
  if (scenario === undefined)
    throw new UsageError(
      '--scenario is missing: whose venue it is\n  fix: --scenario scenarios/calm.yaml',
    );
  const settings = readSettings(world, {});
  const { scenarios } = await loadScenarios(world, [scenario], {
    ...settings.loadOptions,
    set: [...flags.set],
  });
  const [loaded, another] = scenarios;
  if (loaded === undefined || another !== undefined)
    throw new UsageError(`${scenario} names ${scenarios.length} scenarios\n  fix: name one`);
  return venuePlan(await prepareScenario(loaded));
}

const line = (world: World, value: object): void => world.out(`${JSON.stringify(value)}\n`);

/** What came out of the socket, as it comes: for a program that wants to know when. */
const arrivals =
  (world: World) =>
  (arrived: Arrived): void =>
    line(world, { kind: 'arrived', ...arrived });

function ended(
  world: World,
  flags: VenueFlags,
  { venue, signal }: { readonly venue: StandingVenue; readonly signal: StopSignal },
): ExitCode {
  const { arrivals: arrived, entries, executions } = venue.truth;
  if (flags.json === true) line(world, { kind: 'ledger', arrivals: arrived, entries });
  const accepted = entries.filter(({ kind }) => kind === 'accepted').length;
  world.err(
    `told to end (${signal}): ${accepted} orders accepted, ${executions.length} executions\n`,
  );
  if (flags.judge === undefined) return EXIT_OF_SIGNAL[signal];
  const audit = judged(resolve(world.cwd, flags.judge), venue);
  if (flags.json === true) line(world, { kind: 'audit', ...audit });
  else world.out(auditText(audit));
  return audit.findings.length === 0 ? EXIT.ok : EXIT.failed;
}

/** Errors: `StoreError` where the file is not in order, or its client has not ended. */
function judged(path: string, { truth, executionInside }: StandingVenue): ClientAudit {
  const store = openEngineStore(path);
  try {
    return clientAudit(truth, readBlocks(store.blocks()), executionInside);
  } finally {
    store.close();
  }
}

function* readBlocks(
  rows: Iterable<Omit<Parameters<typeof readBlock>[0], 'intact'>>,
): Iterable<ReturnType<typeof readBlock>> {
  for (const row of rows) yield readBlock({ ...row, intact: true });
}

function auditText({ findings, ...counts }: ClientAudit): string {
  const rows = Object.entries(counts).map(([name, count]) => [name, String(count)]);
  const verdict =
    findings.length === 0 ? 'the client knows what happened, each thing once' : 'WRONG';
  return textOfLines([...aligned(rows), verdict, ...findings.map((finding) => `  ${finding}`)]);
}
