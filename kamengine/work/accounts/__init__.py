"""What people know of accounts: contacts, needs, notes, stages, SWOT, shares of wallet, tags and lists."""
