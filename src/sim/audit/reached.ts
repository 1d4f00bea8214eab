/**
 * What a run has come past: alerts, outcomes, statuses, stages, and branches of an order's life that are known by what
 * follows what. Counted, never judged: a campaign demands that each was reached. The keys are a closed list.
 */
import type { Input } from '../../core/state/input.js';
import type { ChildEntry, Entry } from '../../core/state/entry.js';
import type { Stage, State } from '../../core/state/state.js';
import { isChildEntry } from '../../core/state/evolve.js';
import type { EffectOutcome, NotSentReason, UnknownShape } from '../../core/order/outcome.js';
import { type OrderStatus, STATUS_TABLE } from '../../core/order/status.js';
import { Column } from './column.js';
import type { OrderNumbers } from './numbering.js';

const ALERTS = [
  'bust',
  'cancel-stuck',
  'clock-refused',
  'clock-stepped',
  'contradicting-outcome',
  'executions-unread',
  'fill-beyond-limit',
  'fill-contradiction',
  'fill-without-price',
  'id-taken',
  'kill-switch',
  'liquidation',
  'order-revived',
  'order-unknown',
  'partial-fill',
  'position-adjusted',
  'position-differs',
  'quarantine',
  'refused-again',
  'risk-store',
  'scheduling-failed',
  'stream-down',
  'terms-rounded',
  'terms-worse',
  'unmatched-report',
] as const;
const EFFECTS = ['submit', 'cancel', 'replace'] as const;
const OUTCOMES: readonly Exclude<EffectOutcome['kind'], 'unknown'>[] = [
  'accepted',
  'rejected',
  'exists',
  'not-sent',
];
const SHAPES: readonly UnknownShape[] = ['timeout', 'reset', '5xx', 'truncated', 'unparsable'];
const STAGES: readonly Stage['kind'][] = [
  'unsent',
  'sending',
  'unknown',
  'taken',
  'working',
  'canceling',
  'verifying',
  'settling',
  'done',
];
const BRANCHES = [
  'found-after-unknown',
  'resent-after-not-sent',
  'resent-after-absence',
  'resent-as-probe',
  'fill-before-ack',
  'fill-after-cancel',
  'late-fill-after-verdict',
  'verdict-unknown',
  'fill-though-replaced',
  'bust-after-the-end',
  'asked-as-stream-is-back',
  'clock-measured',
  'resent-after-clock-refused',
] as const;

type Effect = (typeof EFFECTS)[number];
export type ReachedKey =
  | `alert:${(typeof ALERTS)[number]}`
  | `outcome:${Effect}:${(typeof OUTCOMES)[number]}`
  | `outcome:${Effect}:unknown:${UnknownShape}`
  | `status:${OrderStatus}`
  | `stage:${Stage['kind']}`
  | `branch:${(typeof BRANCHES)[number]}`;

export const REACHED_KEYS: readonly ReachedKey[] = [
  ...ALERTS.map((code) => `alert:${code}` as const),
  ...EFFECTS.flatMap((effect) => [
    ...OUTCOMES.map((kind) => `outcome:${effect}:${kind}` as const),
    ...SHAPES.map((shape) => `outcome:${effect}:unknown:${shape}` as const),
  ]),
  ...STATUS_TABLE.map(({ status }) => `status:${status}` as const),
  ...STAGES.map((kind) => `stage:${kind}` as const),
  ...BRANCHES.map((branch) => `branch:${branch}` as const),
];

const KNOWN_KEYS: ReadonlySet<string> = new Set(REACHED_KEYS);

/** Put together once: one is counted with nearly every entry. */
const STAGE_KEYS = Object.fromEntries(STAGES.map((kind) => [kind, `stage:${kind}`])) as Readonly<
  Record<Stage['kind'], ReachedKey>
>;

/** F:SUB8. */
const isClock = (reason: string): boolean => reason === ('clock-refused' satisfies NotSentReason);

/** What came last of an order that a further attempt may hang on. */
const LEARNED = { nothing: 0, notSent: 1, absence: 2, probe: 3, clock: 4 } as const;
const RESENT: Readonly<Record<number, ReachedKey>> = {
  [LEARNED.notSent]: 'branch:resent-after-not-sent',
  [LEARNED.absence]: 'branch:resent-after-absence',
  [LEARNED.probe]: 'branch:resent-as-probe',
  [LEARNED.clock]: 'branch:resent-after-clock-refused',
};

/** Mutable on purpose, owned by the auditor. */
export class Reached {
  readonly #orders: OrderNumbers;
  readonly #counts = new Map<string, number>();
  /** By the number of the order; 1 = so it is. */
  readonly #learned = new Column();
  readonly #isUnknown = new Column();
  readonly #isUnsettled = new Column();
  readonly #isCanceled = new Column();
  readonly #isReplaced = new Column();
  readonly #isOver = new Column();
  /** In the step in which the order stream came back. */
  #isBack = false;

  constructor(orders: OrderNumbers) {
    this.#orders = orders;
  }

  /** By key; what was never reached is not in it. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  onInput(input: Input): void {
    this.#isBack = input.kind === 'stream' && input.status === 'up';
    if (input.kind !== 'outcome') return;
    const { effect, outcome, clientOrderId } = input;
    if (effect === 'submit' && outcome.kind !== 'unknown')
      this.#isUnsettled.set(this.#orders.of(clientOrderId), 0);
    const shape = outcome.kind === 'unknown' ? `:${outcome.shape}` : '';
    this.#count(`outcome:${effect}:${outcome.kind}${shape}`);
  }

  onEntry(entry: Entry, state: State): void {
    if (entry.kind === 'alert' && entry.state === 'raised') this.#count(`alert:${entry.code}`);
    if (entry.kind === 'clock-measured') this.#count('branch:clock-measured');
    if (!isChildEntry(entry)) return;
    const stage = state.children.get(entry.clientOrderId)?.stage;
    if (stage !== undefined) this.#count(STAGE_KEYS[stage.kind]);
    this.#onChild(entry, this.#orders.of(entry.clientOrderId));
  }

  #onChild(entry: ChildEntry, order: number): void {
    switch (entry.kind) {
      case 'submit-intent':
        this.#onIntent(order);
        return;
      case 'intent-withdrawn':
        this.#learned.set(order, isClock(entry.reason) ? LEARNED.clock : LEARNED.notSent);
        return;
      case 'absence-proven':
        this.#learned.set(order, LEARNED.absence);
        return;
      case 'lookup-not-found':
        if (entry.probe) this.#learned.set(order, LEARNED.probe);
        return;
      case 'outcome-unknown':
        if (entry.effect === 'submit') this.#isUnknown.set(order, 1);
        return;
      case 'cancel-intent':
        this.#isCanceled.set(order, 1);
        return;
      case 'look-again':
        if (this.#isBack) this.#count('branch:asked-as-stream-is-back');
        return;
      case 'replace-intent':
        this.#isReplaced.set(this.#orders.of(entry.command.clientOrderId), 1);
        return;
      default:
        this.#onTold(entry, order);
    }
  }

  #onTold(entry: ChildEntry, order: number): void {
    if (entry.kind === 'order-updated') {
      this.#count(`status:${entry.head.status}`);
      const isVenues = entry.head.key.statusClass >= 2;
      if (!isVenues || this.#isUnknown.get(order) === 0) return;
      this.#isUnknown.set(order, 0);
      this.#count('branch:found-after-unknown');
    } else if (entry.kind === 'fill-booked') {
      this.#onBooked(entry, order);
    } else if (entry.kind === 'fill-result') {
      if (entry.final) this.#isOver.set(order, 1);
      else this.#count('branch:verdict-unknown');
    }
  }

  #onBooked({ row }: Extract<ChildEntry, { kind: 'fill-booked' }>, order: number): void {
    if (row.bustOf !== null) {
      if (this.#isOver.get(order) === 1) this.#count('branch:bust-after-the-end');
      return;
    }
    if (this.#isUnsettled.get(order) === 1) this.#count('branch:fill-before-ack');
    if (this.#isCanceled.get(order) === 1) this.#count('branch:fill-after-cancel');
    if (this.#isReplaced.get(order) === 1) this.#count('branch:fill-though-replaced');
    if (this.#isOver.get(order) === 1) this.#count('branch:late-fill-after-verdict');
  }

  #onIntent(order: number): void {
    const resent = RESENT[this.#learned.get(order)];
    if (resent !== undefined) this.#count(resent);
    this.#learned.set(order, LEARNED.nothing);
    this.#isUnsettled.set(order, 1);
  }

  /** What is on no list is not counted. */
  #count(key: string): void {
    const count = this.#counts.get(key) ?? 0;
    if (count > 0 || KNOWN_KEYS.has(key)) this.#counts.set(key, count + 1);
  }
}
