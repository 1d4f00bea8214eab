/** Every column that a run has in the results database, in the order of its tables; a test holds it against the tables. */

/** Of the run's own row. */
export const RUN_COLUMNS = [
  'run_id',
  'scenario',
  'seed',
  'mode',
  'build',
  'started_at_micros',
  'status',
  'journal_hash',
  'state_hash',
  'plan',
  'report',
  'truth',
  'series',
  'journal_format',
  'sealed',
] as const;

/** The columns of those that hold documents: a seal has their hashes, and all others as they are. */
export const DOCUMENTS: ReadonlySet<string> = new Set(['plan', 'report', 'truth', 'series']);

/** The tables of what else there is of a run, without their `run_id`. */
export const ROW_COLUMNS = {
  journal_parts: ['first_seq', 'blocks', 'previous_hash', 'marks', 'bytes'],
  text_parts: ['name', 'part', 'bytes'],
  orders: [
    'order_id',
    'parent_order_id',
    'slice_num',
    'total_slices',
    'scheduled_at',
    'max_slice_qty',
    'strategy',
    'symbol',
    'side',
    'type',
    'time_in_force',
    'quantity_lots',
    'filled_lots',
    'limit_ticks',
    'stop_ticks',
    'status',
    'venue_order_id',
  ],
  fills: [
    'order_id',
    'venue_order_id',
    'exec_id',
    'bust_of',
    'price_ticks',
    'quantity_lots',
    'liquidity',
    'fee_quote',
    'fee_estimated',
    'venue_time',
    'detected_at',
    'source',
    'name',
    'at_micros',
    'cause',
  ],
} as const;

export type RowTable = keyof typeof ROW_COLUMNS;

export const ROW_TABLES = Object.keys(ROW_COLUMNS) as readonly RowTable[];
