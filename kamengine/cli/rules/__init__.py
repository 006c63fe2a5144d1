"""The commands about rule packs: check, test, convert, set, packs, rules; and what plugins bring."""
