"""Tasks, those that people have touched and those that nobody has: changed, counted and listed."""
