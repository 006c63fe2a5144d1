"""The place of the accounts: the list, narrowed, marked, its columns chosen, and work on many at once."""
