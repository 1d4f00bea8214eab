/**
 * Which fault was behind it: what an order met on its way, why a slice was held, why news of a fill was late. Said only of
 * faults that were in force then and acted; where none was, nothing is said.
 */
import type { FaultAct, FaultRecord, FaultWindow } from '../../core/order/fault-record.js';
import type { SliceWait } from '../../core/state/entry.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { EpochMicros } from '../../core/ground/units.js';
import { actWords, timesText, windowWords } from './fault-words.js';
import type { Wait } from './waits.js';
import { WAIT_WORDS } from './waits.js';
import type { Words } from './words.js';

export type Between = readonly [from: EpochMicros, to: EpochMicros];

/** Kinds that can hold a slice, by why it was held. */
const HOLDING: Readonly<Record<SliceWait, ReadonlySet<string>>> = {
  gate: new Set(),
  'rate-limit': new Set(['rate-limit']),
  closed: new Set(),
  'thin-book': new Set(),
  'market-data': new Set(['outage', 'rate-limit']),
};

/** How long a slice was held and why, and which fault was behind it. */
export function waitLines(
  waits: readonly Wait[],
  symbol: string,
  { faults, words }: { readonly faults: FaultRecord; readonly words: Words },
): readonly string[] {
  return waits.flatMap((wait) => {
    const { reason, from, until, looks } = wait;
    const kinds = HOLDING[reason];
    const behind = faults.windows.filter(
      (window) =>
        kinds.has(window.kind) &&
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
  const inForce = (act: FaultAct): FaultWindow | undefined =>
    faults.windows.find(
      ({ kind, from: begins, to: ends }) => kind === act.kind && begins <= act.at && act.at <= ends,
    );
  const byWindow = new Map<FaultWindow, number>();
  for (const act of own) {
    const window = act.path === 'query' ? inForce(act) : undefined;
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
