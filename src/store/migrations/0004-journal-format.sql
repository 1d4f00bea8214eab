-- Which shapes of inputs and entries a journal is written in. Runs stored before have the first ones, which are not read any more:
-- their reports, orders and fills still are.
ALTER TABLE runs ADD COLUMN journal_format INTEGER NOT NULL DEFAULT 1;
