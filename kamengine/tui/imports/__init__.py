"""The place of the imports: what was brought in, and files on their way in."""
