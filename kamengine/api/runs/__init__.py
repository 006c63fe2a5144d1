"""Runs over files and over a workspace: made, kept, computed again, and told in words."""
