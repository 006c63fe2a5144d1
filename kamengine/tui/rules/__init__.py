"""The place of the rule packs: what they say, their lines moved, their curves, and saving what was moved."""
