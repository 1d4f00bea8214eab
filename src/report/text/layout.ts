/** Plain text in a fixed width: wrapping and columns. No colors, no terminal: the command line may add them. */

export const TEXT_WIDTH = 100;

const blanks = (length: number): string => ' '.repeat(length);

/**
 * Words of `text` in lines of at most `width`, the first behind `first`, the others behind `rest` (as far in as the
 * first when left out); a longer word stands alone and whole.
 */
export function wrap(
  text: string,
  first: string,
  rest: string = blanks(first.length),
  width: number = TEXT_WIDTH,
): readonly string[] {
  const lines: string[] = [];
  let lead = first;
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && lead.length + longer.length > width) {
      lines.push(lead + line);
      lead = rest;
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, (lead + line).trimEnd()];
}

/** As `wrap`, with a label before the first line; the others stand under its text. */
export const labeled = (
  label: string,
  text: string,
  labelWidth: number,
  width: number = TEXT_WIDTH,
): readonly string[] => wrap(text, label.padEnd(labelWidth), blanks(labelWidth), width);

export type Align = 'left' | 'right';

export interface Column {
  readonly title: string;
  readonly align: Align;
}

export const left = (title: string): Column => ({ title, align: 'left' });
export const right = (title: string): Column => ({ title, align: 'right' });

type Row = readonly string[];

/** Rows in columns, each as wide as it needs, two blanks between; a column without an alignment stands at the left. */
export function aligned(
  rows: readonly Row[],
  aligns: readonly Align[] = [],
  indent = '',
): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  const cellText = (row: Row, column: number): string => {
    const cell = row[column] ?? '';
    const width = widths[column] ?? 0;
    return aligns[column] === 'right' ? cell.padStart(width) : cell.padEnd(width);
  };
  return rows.map((row) =>
    (indent + widths.map((_, column) => cellText(row, column)).join('  ')).trimEnd(),
  );
}

/** As `aligned`, under titles. */
export const table = (
  columns: readonly Column[],
  rows: readonly Row[],
  indent = '',
): readonly string[] =>
  aligned(
    [columns.map(({ title }) => title), ...rows],
    columns.map(({ align }) => align),
    indent,
  );

/** Lines as text that ends with its last line. */
export const textOfLines = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
