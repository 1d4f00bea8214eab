-- Says in the file's own header whose it is ("squl"): files of other programs are told from ours by it. Files of earlier builds get it here.
PRAGMA application_id = 1936815468;
