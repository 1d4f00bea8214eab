-- The same columns lead the index of the table's UNIQUE constraint: a second index only cost time.
DROP INDEX orders_by_parent;
