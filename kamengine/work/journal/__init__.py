"""A person's own way back and forth through what was changed."""
