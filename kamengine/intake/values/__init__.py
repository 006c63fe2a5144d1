"""How the cells of a column become values of a field: clean, typed, every change of meaning marked."""
