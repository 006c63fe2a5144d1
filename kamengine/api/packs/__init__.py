"""Rule packs: found by id or file, checked, changed, and what is wrong with them."""
