"""The commands that bring files into the workspace, and list what was brought in."""
