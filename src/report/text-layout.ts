/** Plain text in a fixed width: wrapping, columns, numbers. No colors, no terminal: the command line may add them. */

export const TEXT_WIDTH = 100;

/** Words of `text` in lines of at most `width` less the indent; a longer word stands alone and whole. */
export function wrap(text: string, indent: string, width: number = TEXT_WIDTH): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && indent.length + longer.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, indent + line];
}

/** As `wrap`, with a label before the first line; the others stand under its text. */
export function labeled(label: string, text: string, labelWidth: number): readonly string[] {
  const [first = '', ...rest] = wrap(text, ' '.repeat(labelWidth));
  return [(label.padEnd(labelWidth) + first.slice(labelWidth)).trimEnd(), ...rest];
}

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Rows under titles, each column as wide as it needs, two blanks between. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  indent: string,
): readonly string[] {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, index) =>
    Math.max(...[titles, ...rows].map((row) => (row[index] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    indent +
    columns
      .map(({ align }, index) => {
        const cell = row[index] ?? '';
        const width = widths[index] ?? 0;
        return align === 'left' ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return [titles, ...rows].map(line);
}

/** 1234567 -> 1,234,567 */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** What was not measured is a dash in tables. */
export const DASH = '-';

export const bpsText = (bps: number | null, digits = 4): string =>
  bps === null ? DASH : bps.toFixed(digits);

/** Never rounds up to a whole that was not reached. */
export function percentText(share: number | null): string {
  if (share === null) return 'not measured';
  const percent = share * 100;
  if (share < 1 && percent > 99.9) return '> 99.9 %';
  return `${Number(percent.toFixed(1))} %`;
}

const SIGNIFICANT_DIGITS = 9;
const FRACTION_DIGITS_MAX = 8;

/** An exact decimal for the eye: nine significant digits. */
export function shortDecimal(text: string): string {
  const short = String(Number(Number(text).toPrecision(SIGNIFICANT_DIGITS)));
  return short.includes('e') || short.length >= text.length ? text : short;
}

/** Amounts of one column with their points under each other; eight decimals at most. */
export function alignedDecimals(amounts: readonly (string | null)[]): readonly string[] {
  const fractions = amounts.map((amount) => amount?.split('.')[1]?.length ?? 0);
  const digits = Math.min(FRACTION_DIGITS_MAX, Math.max(0, ...fractions));
  return amounts.map((amount) => (amount === null ? DASH : Number(amount).toFixed(digits)));
}
