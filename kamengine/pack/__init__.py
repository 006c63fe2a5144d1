"""Rule packs: TOML read whole, checked whole, and bound to a date and to parameters."""
