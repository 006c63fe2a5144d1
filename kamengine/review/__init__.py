"""Reviews: which accounts moved between runs, what caused each move, and what was decided about it."""
