-- The index that keeps a slice of a parent unique begins with its columns, and is found by them just as well.
DROP INDEX orders_by_parent;
