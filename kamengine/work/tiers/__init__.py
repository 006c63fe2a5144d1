"""The tiers in effect beside the computed ones: grace, overrides, moves to review and what is decided about them."""
