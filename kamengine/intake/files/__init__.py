"""Opens files of every kind: what stands in them becomes rows that DuckDB can select from."""
