-- A fill as its reader meets it: its short name, when it truly happened at the venue and what in the market caused it (both
-- NULL where only the engine knows of it). Runs stored before have none of these.
ALTER TABLE fills ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE fills ADD COLUMN at_micros INTEGER;
ALTER TABLE fills ADD COLUMN cause TEXT;
