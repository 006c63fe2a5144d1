"""``kam goal``: what is to be reached, by when, and how far it has come."""
