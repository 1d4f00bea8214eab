/** The grids that the integers in an engine's journal are counted in, by symbol: noted as an instrument is first traded, and never changed. */
import type Database from 'better-sqlite3';
import type { Instrument } from '../../core/ground/instrument.js';

export type Grid = Pick<Instrument, 'tickSize' | 'lotSize'>;

export function gridsIn(database: Database.Database): ReadonlyMap<string, Grid> {
  const rows = database
    .prepare<[], Grid & { readonly symbol: string }>(
      'SELECT symbol, tick_size AS tickSize, lot_size AS lotSize FROM grids ORDER BY symbol',
    )
    .all();
  return new Map(rows.map(({ symbol, ...grid }) => [symbol, grid]));
}

/** Those that are not noted yet; durable when it returns. */
export function addGrids(database: Database.Database, grids: ReadonlyMap<string, Grid>): void {
  const insert = database.prepare<[string, string, string]>(
    'INSERT INTO grids VALUES (?, ?, ?) ON CONFLICT (symbol) DO NOTHING',
  );
  database
    .transaction(() => {
      for (const [symbol, { tickSize, lotSize }] of grids) insert.run(symbol, tickSize, lotSize);
    })
    .immediate();
}
