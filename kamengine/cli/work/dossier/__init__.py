"""The commands that show all of one account: its dossier, and its timeline."""
