"""What every screen stands on: the language, the keys, the workspace, and what is remembered of it."""
