/** Tables as all pages have them: a caption, column headers with their scope, numbers to the right, room to scroll. */
import type { Child } from 'hono/jsx';
import { count } from './format.js';

export interface Column {
  readonly label: string;
  readonly numeric?: boolean;
  /** Said by a tool tip. */
  readonly hint?: string;
  /** Where the table is in the order of this column. */
  readonly href?: string;
  readonly sorted?: 'ascending' | 'descending';
}

export type RowLevel = 'note' | 'warn' | 'bad';

interface TableProps {
  readonly caption: string;
  /** The caption is read out but not shown, where a heading says the same. */
  readonly quiet?: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Child[])[];
  /** Of each row: what must not be overlooked has one, and says so in words, too. */
  readonly levels?: readonly (RowLevel | null)[];
  /** Said instead of a table without rows. */
  readonly empty: string;
  /** A high table scrolls inside its own region. */
  readonly tall?: boolean;
}

export const Table = ({
  caption,
  quiet = false,
  columns,
  rows,
  levels = [],
  empty,
  tall = false,
}: TableProps) =>
  rows.length === 0 ? (
    <p class="muted">{empty}</p>
  ) : (
    <>
      <div
        class={tall ? 'table table--tall' : 'table'}
        role="region"
        aria-label={caption}
        tabindex={0}
      >
        <table>
          <caption class={quiet ? 'unseen' : undefined}>{caption}</caption>
          <thead>
            <tr>
              {columns.map(({ label, numeric, hint, href, sorted }) => (
                <th
                  scope="col"
                  class={numeric === true ? 'number' : undefined}
                  title={hint}
                  aria-sort={sorted}
                >
                  {href === undefined ? label : <a href={href}>{label}</a>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr class={rowStyle(levels[row])}>
                {cells.map((cell, index) => (
                  <Cell column={columns[index]} first={index === 0}>
                    {cell}
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {tall && rows.length > ROWS_SEEN && (
        <p class="table__more">{count(rows.length)} rows: the table scrolls.</p>
      )}
    </>
  );

/** Rows of a high table that stand in it at once, or one less. */
const ROWS_SEEN = 11;

const rowStyle = (level: RowLevel | null | undefined): string | undefined =>
  level === null || level === undefined ? undefined : `row--${level}`;

interface CellProps {
  readonly column: Column | undefined;
  readonly first: boolean;
  readonly children?: Child;
}

const Cell = ({ column, first, children }: CellProps) => {
  const style = column?.numeric === true ? 'number' : undefined;
  return first ? (
    <th scope="row" class={style}>
      {children}
    </th>
  ) : (
    <td class={style}>{children}</td>
  );
};

/** A status or outcome: a word on its own colour, never colour alone. */
export const Badge = ({ level, children }: { level: string; children?: Child }) => (
  <span class={`badge badge--${level}`}>{children}</span>
);
