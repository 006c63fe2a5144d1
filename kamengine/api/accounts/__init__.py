"""The accounts of a workspace: which ones are meant, their tiers, lists of them, and all about one."""
