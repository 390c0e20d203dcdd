"""The SQLite record of runs; everything right of it can be recomputed from it."""
