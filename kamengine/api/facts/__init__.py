"""What is known of accounts: brought in from files, stated by hand, computed from ledgers, and how good it is."""
