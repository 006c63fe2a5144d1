"""The commands about changes: who made which, taking them back, and doing them again."""
