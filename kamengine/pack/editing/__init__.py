"""Changing a consultant's TOML file: only the bytes that must change do, and what comes out is read again."""
