"""What differs between two runs, of packs, files or both: who moved, and the causes that undo each move."""
