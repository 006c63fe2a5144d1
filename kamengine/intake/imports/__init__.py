"""Files into a workspace: staged, mapped, checked, every row accounted for, kept whole or not at all."""
