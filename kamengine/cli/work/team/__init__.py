"""``kam team``: who is who, whose accounts are whose, and who has how much to do."""
