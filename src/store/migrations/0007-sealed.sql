-- Whether a seal was kept beside the database when the run was stored. What is there was stored before there were any; a build from
-- before refuses a file of this version, so that none of its runs comes to lie among the sealed ones.
ALTER TABLE runs ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0 CHECK (sealed IN (0, 1));
