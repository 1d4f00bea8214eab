-- The state of a running engine: its journal, a block a row, and whose turn it is to write. Everything else an engine knows is folded from the
-- blocks. "sque" in the file's own header says what it is.
PRAGMA application_id = 1936815461;

CREATE TABLE blocks (
  seq  INTEGER NOT NULL PRIMARY KEY CHECK (seq >= 0),
  text TEXT    NOT NULL CHECK (length(text) > 0),
  hash TEXT    NOT NULL CHECK (length(hash) = 64)
) STRICT;

-- The shapes of inputs and entries in the blocks, and the fencing epoch: every opening takes the next one, and only who has the last one may write.
CREATE TABLE engine (
  one            INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  journal_format INTEGER NOT NULL CHECK (journal_format >= 1),
  epoch          INTEGER NOT NULL CHECK (epoch >= 0)
) STRICT;

-- What was written stays as it was written, and nothing is written but at the end.
CREATE TRIGGER blocks_continue BEFORE INSERT ON blocks WHEN NEW.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM blocks)
  BEGIN SELECT RAISE(ABORT, 'the journal has no holes'); END;
CREATE TRIGGER blocks_stay BEFORE UPDATE ON blocks BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER blocks_kept BEFORE DELETE ON blocks BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER engine_kept BEFORE DELETE ON engine BEGIN SELECT RAISE(ABORT, 'an engine keeps its epoch'); END;
CREATE TRIGGER epoch_rises BEFORE UPDATE ON engine WHEN NEW.epoch <= OLD.epoch OR NEW.journal_format <> OLD.journal_format
  BEGIN SELECT RAISE(ABORT, 'an epoch only rises'); END;
