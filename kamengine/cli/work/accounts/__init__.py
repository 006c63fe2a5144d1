"""The commands about what people know of accounts: needs, notes, stages, SWOT, tags and views."""
