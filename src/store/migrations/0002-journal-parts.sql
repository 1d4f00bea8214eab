-- A journal is stored in deflated parts instead of a row for each block: most runs are one part. What is there is
-- converted; `journal_bytes` and `journal_marks` are functions of the program (journal-part.ts has the format).
CREATE TABLE journal_parts (
  run_id        TEXT    NOT NULL REFERENCES runs (run_id) ON DELETE CASCADE,
  first_seq     INTEGER NOT NULL CHECK (first_seq >= 0),
  blocks        INTEGER NOT NULL CHECK (blocks > 0),
  previous_hash TEXT    NOT NULL CHECK (length(previous_hash) = 64),
  marks         BLOB    NOT NULL CHECK (length(marks) = 4 * blocks),
  bytes         BLOB    NOT NULL,
  PRIMARY KEY (run_id, first_seq)
) STRICT;

INSERT INTO journal_parts (run_id, first_seq, blocks, previous_hash, marks, bytes)
SELECT run_id, min(seq), count(*), printf('%064d', 0),
       journal_marks(group_concat(hash, '' ORDER BY seq)),
       journal_bytes(group_concat(text || char(10), '' ORDER BY seq))
FROM journal GROUP BY run_id;

DROP TABLE journal;

CREATE TRIGGER journal_parts_append_only BEFORE UPDATE ON journal_parts BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
