"""Reads spreadsheets of strangers in a process of its own, which starts fast: it imports nothing else of kamengine."""
