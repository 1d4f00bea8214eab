/** `squall data fetch binance-vision SYMBOL DATE`: one file of the public archive, checked against its checksum. */
import { relative, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  ARCHIVE_KINDS,
  ARCHIVE_MARKETS,
  ARCHIVE_URL,
  type ArchiveFile,
} from '../../data/binance/archive-file.js';
import { fetchArchive } from '../../data/binance/fetch-archive.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { printJson } from '../json.js';
import type { World } from '../world.js';

export interface FetchFlags {
  readonly kind: string;
  readonly market: string;
  readonly interval: string;
  readonly out: string;
  /** The archive itself when left out. */
  readonly url?: string;
  readonly json?: boolean;
}

const SOURCE = 'binance-vision';

export interface Asked {
  readonly source: string;
  readonly symbol: string;
  readonly date: string;
}

export async function fetchData(
  world: World,
  { source, symbol, date }: Asked,
  flags: FetchFlags,
): Promise<ExitCode> {
  if (source !== SOURCE)
    throw new UsageError(`no archive is named ${source}\n  fix: the one there is: ${SOURCE}`);
  const wanted: ArchiveFile = {
    ...{ symbol, date, interval: flags.interval },
    kind: oneOf('--kind', flags.kind, ARCHIVE_KINDS),
    market: oneOf('--market', flags.market, ARCHIVE_MARKETS),
  };
  const archive = {
    url: addressOf(flags.url ?? ARCHIVE_URL),
    pause: (millis: number) => pause(millis),
  };
  const fetched = await fetchArchive(archive, wanted, resolve(world.cwd, flags.out));
  if (flags.json === true) printJson(world, fetched);
  else {
    const where = relative(world.cwd, fetched.file);
    const how = fetched.wasHere ? 'was here already' : 'fetched';
    world.out(`${where}: ${how}, ${fetched.bytes} bytes, SHA-256 as announced\n`);
  }
  return EXIT.ok;
}

function oneOf<Word extends string>(flag: string, word: string, words: readonly Word[]): Word {
  const found = words.find((each) => each === word);
  if (found !== undefined) return found;
  throw new UsageError(`${flag} ${word} is not there\n  fix: one of ${words.join(', ')}`);
}

function addressOf(url: string): string {
  if (URL.canParse(url) && /^https?:/.test(url)) return url.replace(/\/+$/, '');
  throw new UsageError(`--url ${url} is no address\n  fix: as in ${ARCHIVE_URL}`);
}
