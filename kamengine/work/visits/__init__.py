"""Visits and calls, from the plan to the record, and whose visit is due."""
