/** `squall doctor`: whether this machine has what squall needs, and how to put right what it lacks. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import { aligned, textOfLines } from '../../report/text/layout.js';
import { buildId } from '../../runs/build-id.js';
import { HOW_TO_GET_DATA } from '../../runs/scenario/data-files.js';
import { type BrokerFlags, brokerFindings } from '../broker-findings.js';
import { type FeedFlags, feedFindings } from '../feed-findings.js';
import type { Finding } from '../finding.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printJson } from '../json.js';
import { type Settings, readSettings } from '../settings.js';
import type { World } from '../world.js';

interface DoctorFlags extends BrokerFlags, FeedFlags {
  readonly json?: boolean;
  readonly db?: string;
}

export async function doctor(world: World, flags: DoctorFlags): Promise<ExitCode> {
  const settings = readSettings(world, { db: flags.db });
  const findings = [
    { name: 'squall', state: 'ok' as const, text: buildId() },
    nodeFinding(),
    await sqliteFinding(),
    dataFinding(settings),
    await resultsFinding(world, settings),
    await portFinding(settings),
    ...(await brokerFindings(world, settings, flags)),
    ...(await feedFindings(world, settings, flags)),
  ];
  const bad = findings.some(({ state }) => state === 'bad');
  if (flags.json === true) printJson(world, { ok: !bad, findings });
  else {
    const rows = findings.map(({ name, state, text }) => [
      state === 'bad' ? 'BAD' : state,
      name,
      text,
    ]);
    world.out(textOfLines(aligned(rows)));
  }
  return bad ? EXIT.configuration : EXIT.ok;
}

const NODE_FLOOR = [20, 19] as const;

function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > NODE_FLOOR[0] || (major === NODE_FLOOR[0] && minor >= NODE_FLOOR[1]);
  const text = ok
    ? process.version
    : `${process.version}: ${NODE_FLOOR.join('.')} or newer is needed`;
  return { name: 'node', state: ok ? 'ok' : 'bad', text };
}

async function sqliteFinding(): Promise<Finding> {
  try {
    const { openResultsStore } = await import('../../store/results-store.js');
    openResultsStore(':memory:').close();
    return { name: 'sqlite', state: 'ok', text: 'better-sqlite3 loads' };
  } catch (error) {
    return { name: 'sqlite', state: 'bad', text: `${messageOf(error)}; run "npm run setup"` };
  }
}

function dataFinding(settings: Settings): Finding {
  const folder = settings.dataDir;
  if (folder !== null && existsSync(folder)) return { name: 'data', state: 'ok', text: folder };
  const where = folder === null ? '(SQUALL_DATA_DIR is not set)' : `at ${folder}`;
  const text = `no recorded market data ${where}: generated markets work; ${HOW_TO_GET_DATA}`;
  return { name: 'data', state: 'note', text };
}

const ELSEWHERE = 'name another place with --db or SQUALL_DB';

/** A file that is there must be a database of ours, and a place without one must take one. */
async function resultsFinding(world: World, settings: Settings): Promise<Finding> {
  const path = resolve(world.cwd, settings.get('db'));
  const bad = (text: string): Finding => ({ name: 'results', state: 'bad', text });
  try {
    const place = nearest(path);
    if (place !== path && !statSync(place).isDirectory())
      return bad(`${place} is no folder; ${ELSEWHERE}`);
    accessSync(place, constants.W_OK);
  } catch (error) {
    return bad(`${messageOf(error)}; ${ELSEWHERE}`);
  }
  const problem = existsSync(path) ? await problemWithFile(path) : null;
  if (problem === null) return { name: 'results', state: 'ok', text: path };
  return bad(problem.replace(/\n\s*/g, '; '));
}

/** The file, or the folder that is there and would take it: nothing is made to find out. */
function nearest(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearest(dirname(path));
}

/** Null where SQLite does not load: that is a finding of its own. */
async function problemWithFile(path: string): Promise<string | null> {
  try {
    const { problemWithDatabase } = await import('../../store/database.js');
    return problemWithDatabase(path);
  } catch {
    return null;
  }
}

/** A port in use is only news: `serve --port` takes another. */
function portFinding(settings: Settings): Promise<Finding> {
  const port = settings.number('server.port');
  const host = settings.get('server.host');
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', (error) => {
      done({
        name: 'port',
        state: 'note',
        text: `${host}:${port} cannot be used (${messageOf(error)}): serve --port takes another`,
      });
    });
    probe.listen(port, host, () => {
      probe.close(() => {
        done({ name: 'port', state: 'ok', text: `${host}:${port} is free` });
      });
    });
  });
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
