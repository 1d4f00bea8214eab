-- What prices and quantities in the blocks are counted in: ticks and lots, of so much each. On another grid they would be other amounts.
CREATE TABLE grids (
  symbol    TEXT NOT NULL PRIMARY KEY CHECK (length(symbol) > 0),
  tick_size TEXT NOT NULL CHECK (length(tick_size) > 0),
  lot_size  TEXT NOT NULL CHECK (length(lot_size) > 0)
) STRICT;

CREATE TRIGGER grids_stay BEFORE UPDATE ON grids BEGIN SELECT RAISE(ABORT, 'a grid stays as it is'); END;
CREATE TRIGGER grids_kept BEFORE DELETE ON grids BEGIN SELECT RAISE(ABORT, 'a grid stays as it is'); END;
