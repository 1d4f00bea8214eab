/**
 * Names of the inside as the UUIDs that Alpaca's clients insist on, and back: the last twelve digits are the number in a name, those before
 * tell what kind of name it is. There is no table: what was shown once can be read for ever. Pure.
 */
import { InvariantError } from '../../../core/ground/invariant.js';
import type { ExecId, VenueOrderId } from '../../../core/order/order.js';

/** One way in which names of a kind are made: as many numbers as the pattern has groups. */
interface Form {
  readonly mark: string;
  readonly pattern: RegExp;
  readonly name: (numbers: readonly number[]) => string;
}

const ORDERS: readonly Form[] = [
  { mark: '4000-8000', pattern: /^(\d+)$/, name: ([nth]) => `${nth}` },
  // The venue's own, which close a position.
  { mark: '4000-9000', pattern: /^autoclose-(\d+)$/, name: ([nth]) => `autoclose-${nth}` },
];

const EXECUTIONS: readonly Form[] = [
  { mark: '4001-8000', pattern: /^(\d+)$/, name: ([nth]) => `${nth}` },
  { mark: '4001-9000', pattern: /^(\d+)-bust$/, name: ([nth]) => `${nth}-bust` },
  {
    mark: '4001-a000',
    pattern: /^autoclose-(\d+)-(\d+)$/,
    name: ([order, nth]) => `autoclose-${order}-${nth}`,
  },
  {
    mark: '4001-b000',
    pattern: /^autoclose-(\d+)-(\d+)-bust$/,
    name: ([order, nth]) => `autoclose-${order}-${nth}-bust`,
  },
];

const DIGITS = 12;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const OURS = /^00000000-0000-([0-9a-f]{4}-[0-9a-f]{4})-([0-9a-f]{12})$/;

export const isUuid = (text: string): boolean => UUID.test(text);

export const uuidOfOrder = (id: VenueOrderId): string => uuidOf(ORDERS, id);
export const uuidOfExecution = (id: ExecId): string => uuidOf(EXECUTIONS, id);

/** Null: no order of this venue is called so. */
export const orderOfUuid = (uuid: string): VenueOrderId | null =>
  nameIn(ORDERS, uuid) as VenueOrderId | null;
export const executionOfUuid = (uuid: string): ExecId | null =>
  nameIn(EXECUTIONS, uuid) as ExecId | null;

/** Of what the dialect itself numbers. */
const OWN = {
  'client order': '4002-8000',
  asset: '4003-8000',
  account: '4004-8000',
} as const;

export const ownUuid = (kind: keyof typeof OWN, nth: number): string => marked(OWN[kind], [nth]);

function uuidOf(forms: readonly Form[], name: string): string {
  for (const { mark, pattern } of forms) {
    const match = pattern.exec(name);
    if (match !== null) return marked(mark, match.slice(1).map(Number));
  }
  throw new InvariantError(`no UUID for ${name}`);
}

function nameIn(forms: readonly Form[], uuid: string): string | null {
  const [, mark, digits] = OURS.exec(uuid.toLowerCase()) ?? [];
  const form = forms.find((one) => one.mark === mark);
  if (form === undefined || digits === undefined) return null;
  const width = DIGITS / groupsOf(form);
  const numbers = Array.from({ length: groupsOf(form) }, (_, nth) =>
    Number.parseInt(digits.slice(nth * width, (nth + 1) * width), 16),
  );
  return form.name(numbers);
}

const groupsOf = ({ name }: Form): number => (name([0, 0]) === name([0, 1]) ? 1 : 2);

function marked(mark: string, numbers: readonly number[]): string {
  const width = DIGITS / numbers.length;
  const digits = numbers.map((number) => number.toString(16).padStart(width, '0')).join('');
  if (digits.length !== DIGITS) throw new InvariantError(`too large for a UUID: ${numbers.join()}`);
  return `00000000-0000-${mark}-${digits}`;
}
