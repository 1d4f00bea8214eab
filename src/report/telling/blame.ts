/**
 * Which fault was behind it: what an order met on its way, why a slice was held, why news of a fill was late. Said only of
 * faults that were in force then and acted; where none was, nothing is said.
 */
import type {
  FaultAct,
  FaultRecord,
  FaultWindow,
  LinkPath,
} from '../../core/order/fault-record.js';
import type { SliceWait } from '../../core/state/entry.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { EpochMicros } from '../../core/ground/units.js';
import { actWords, timesText, windowWords } from './fault-words.js';
import type { Wait } from './waits.js';
import { WAIT_WORDS } from './waits.js';
import type { Words } from './words.js';

export type Between = readonly [from: EpochMicros, to: EpochMicros];

/** Old or unreadable market data comes by these; whatever else holds a slice may come by any. */
const MARKET_DATA: readonly LinkPath[] = ['feed', 'query'];

/** Its kind says what it can be behind (sim/fault). */
const canHold = (reason: SliceWait, { holds = [], paths }: FaultWindow): boolean =>
  holds.includes(reason) &&
  (reason !== 'market-data' || MARKET_DATA.some((path) => paths.includes(path)));

/** How long a slice was held and why, and which fault was behind it. */
export function waitLines(
  waits: readonly Wait[],
  symbol: string,
  { faults, words }: { readonly faults: FaultRecord; readonly words: Words },
): readonly string[] {
  return waits.flatMap((wait) => {
    const { reason, from, until, looks } = wait;
    const behind = faults.windows.filter(
      (window) =>
        canHold(reason, window) &&
        window.acts > 0 &&
        isOf(window, symbol) &&
        meets(window, [from, until]),
    );
    return [
      `${words.time(from)}  held until ${words.time(until)}, looked at ${timesText(looks)}: ${WAIT_WORDS[reason]}`,
      ...behind.map((window) => `because of ${windowWords(window, words)}`),
    ];
  });
}

const isOf = (window: FaultWindow, symbol: string): boolean =>
  window.symbol === null || window.symbol === symbol;

const meets = ({ from, to }: FaultWindow, [first, last]: Between): boolean =>
  from <= last && to >= first;

/** In which an act happened: of the same kind, on its path. One that hit a single message ends with it. */
const windowOf = (act: FaultAct, { windows }: FaultRecord): FaultWindow | undefined =>
  windows.find(
    ({ kind, paths, from, to }) =>
      kind === act.kind &&
      paths.includes(act.path) &&
      from <= act.at &&
      (act.at < to || act.at === from),
  );

const REPORTS_TOLD = 3;

/** What faults did to the news of an order: reports that were lost each, reads by kind of fault. */
export function newsLines(
  clientOrderId: ClientOrderId,
  [from, to]: Between,
  { faults, words }: { readonly faults: FaultRecord; readonly words: Words },
): readonly string[] {
  const own = faults.acts.filter(
    (act) => act.clientOrderId === clientOrderId && act.at >= from && act.at <= to,
  );
  const reports = own.filter(({ leg }) => leg === 'report');
  const more = reports.length - REPORTS_TOLD;
  const byWindow = new Map<FaultWindow, number>();
  for (const act of own) {
    const window = act.path === 'query' ? windowOf(act, faults) : undefined;
    if (window !== undefined) byWindow.set(window, (byWindow.get(window) ?? 0) + 1);
  }
  return [
    ...reports
      .slice(0, REPORTS_TOLD)
      .map((act) => `${words.time(act.at)}  fault: ${act.kind}  ${actWords(act)}`),
    ...(more > 0 ? [`and ${more} more of its reports`] : []),
    ...[...byWindow].map(
      ([window, count]) =>
        `${count === 1 ? 'one query' : `${count} queries`} about it went unanswered in ${windowWords(window, words)}`,
    ),
  ];
}
