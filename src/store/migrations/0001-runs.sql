-- Runs and what they consist of. One row per run, per journal block, per order and per fill. Order tables are
-- projections of the journal and can be made again from it. Times are epoch microseconds, prices ticks, quantities lots.
CREATE TABLE runs (
  run_id            TEXT    NOT NULL PRIMARY KEY CHECK (length(run_id) BETWEEN 1 AND 64),
  scenario          TEXT    NOT NULL,
  seed              INTEGER NOT NULL,
  mode              TEXT    NOT NULL CHECK (mode IN ('sim', 'paper', 'live')),
  build             TEXT    NOT NULL,
  started_at_micros INTEGER NOT NULL,
  status            TEXT    NOT NULL CHECK (status IN ('finished', 'crashed', 'interrupted')),
  journal_hash      TEXT    NOT NULL CHECK (length(journal_hash) = 64),
  state_hash        TEXT    NOT NULL CHECK (length(state_hash) = 64),
  plan              TEXT    NOT NULL,
  report            TEXT    NOT NULL,
  truth             TEXT,
  series            TEXT
) STRICT;
CREATE INDEX runs_started ON runs (started_at_micros, run_id);

CREATE TABLE journal (
  run_id TEXT    NOT NULL REFERENCES runs (run_id) ON DELETE CASCADE,
  seq    INTEGER NOT NULL CHECK (seq >= 0),
  text   TEXT    NOT NULL,
  hash   TEXT    NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;

-- Parents and children in one table: a child names its parent (ORD-8). A slice that was not released yet is a row of
-- its own, `pending_new`, from the moment its parent is planned.
CREATE TABLE orders (
  run_id          TEXT    NOT NULL REFERENCES runs (run_id) ON DELETE CASCADE,
  order_id        TEXT    NOT NULL,
  parent_order_id TEXT,
  slice_num       INTEGER CHECK (slice_num >= 0),
  total_slices    INTEGER CHECK (total_slices >= 1),
  scheduled_at    INTEGER,
  max_slice_qty   INTEGER,
  strategy        TEXT    NOT NULL,
  symbol          TEXT    NOT NULL,
  side            TEXT    NOT NULL CHECK (side IN ('buy', 'sell')),
  type            TEXT    NOT NULL,
  time_in_force   TEXT    NOT NULL,
  quantity_lots   INTEGER NOT NULL CHECK (quantity_lots > 0),
  filled_lots     INTEGER NOT NULL DEFAULT 0 CHECK (filled_lots >= 0),
  limit_ticks     INTEGER,
  stop_ticks      INTEGER,
  status          TEXT    NOT NULL,
  venue_order_id  TEXT,
  PRIMARY KEY (run_id, order_id),
  FOREIGN KEY (run_id, parent_order_id) REFERENCES orders (run_id, order_id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (run_id, parent_order_id, slice_num)
) STRICT, WITHOUT ROWID;
CREATE INDEX orders_by_parent ON orders (run_id, parent_order_id);

-- The append-only ledger of fills. A bust or correction is a row with a signed quantity that names what it undoes.
CREATE TABLE fills (
  run_id         TEXT    NOT NULL,
  order_id       TEXT    NOT NULL,
  venue_order_id TEXT    NOT NULL DEFAULT '',
  exec_id        TEXT    NOT NULL,
  bust_of        TEXT    NOT NULL DEFAULT '',
  price_ticks    INTEGER NOT NULL CHECK (price_ticks > 0),
  quantity_lots  INTEGER NOT NULL CHECK (quantity_lots <> 0),
  liquidity      TEXT,
  fee_quote      TEXT,
  fee_estimated  INTEGER NOT NULL CHECK (fee_estimated IN (0, 1)),
  venue_time     TEXT    NOT NULL,
  detected_at    INTEGER NOT NULL,
  source         TEXT    NOT NULL,
  PRIMARY KEY (run_id, order_id, exec_id, bust_of),
  FOREIGN KEY (run_id, order_id) REFERENCES orders (run_id, order_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What was written stays as it was written; a whole run may be deleted, nothing of it changed.
CREATE TRIGGER fills_append_only BEFORE UPDATE ON fills BEGIN SELECT RAISE(ABORT, 'the ledger of fills is append-only'); END;
CREATE TRIGGER journal_append_only BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
