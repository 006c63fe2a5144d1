"""``kam contact``: the people at a customer."""
