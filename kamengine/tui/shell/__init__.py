"""What works in the whole app: the palette, going back and forth, the answer to any key, others at work."""
