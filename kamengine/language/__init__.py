"""The condition language: text, checked against names and types, then compiled, evaluated or put into words."""
