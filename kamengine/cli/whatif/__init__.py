"""The commands that compare: whatif moves lines, curve shows them, diff says who moved and why."""
