"""The terminal below the app: left as it was found on every way out, and the programs beside it."""
