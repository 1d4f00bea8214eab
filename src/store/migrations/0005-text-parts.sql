-- A document too long to be one text (a report of a hundred thousand orders is 60 MB) is stored in deflated parts; its
-- column in `runs` is empty then.
CREATE TABLE text_parts (
  run_id TEXT    NOT NULL REFERENCES runs (run_id) ON DELETE CASCADE,
  name   TEXT    NOT NULL CHECK (name IN ('report', 'truth', 'series')),
  part   INTEGER NOT NULL CHECK (part >= 0),
  bytes  BLOB    NOT NULL,
  PRIMARY KEY (run_id, name, part)
) STRICT;
