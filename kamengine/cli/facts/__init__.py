"""The commands about what is known: facts stated by hand, fields, and the quality of the data."""
