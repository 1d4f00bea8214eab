-- What the blocks from one on were decided by: how the process that wrote them was configured, and its build. Whoever decides them again needs it.
CREATE TABLE configurations (
  from_seq INTEGER NOT NULL PRIMARY KEY CHECK (from_seq >= 0),
  build    TEXT NOT NULL CHECK (length(build) > 0),
  text     TEXT NOT NULL CHECK (length(text) > 0)
) STRICT;

-- A process that decided nothing leaves nothing; what blocks were decided by stays.
CREATE TRIGGER configurations_stay BEFORE UPDATE ON configurations WHEN EXISTS (SELECT 1 FROM blocks WHERE seq >= OLD.from_seq)
  BEGIN SELECT RAISE(ABORT, 'what blocks were decided by stays as it was'); END;
CREATE TRIGGER configurations_kept BEFORE DELETE ON configurations
  BEGIN SELECT RAISE(ABORT, 'what blocks were decided by stays as it was'); END;
