"""The commands about tiers that people decide: review of moves, and overrides."""
