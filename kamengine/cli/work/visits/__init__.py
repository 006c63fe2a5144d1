"""``kam visit``: visits and calls, from the plan to the record."""
