/** Plain text in a fixed width: wrapping and columns. No colors, no terminal: the command line may add them. */

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
