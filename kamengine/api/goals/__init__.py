"""What measures goals, what many accounts come to together, and setting goals."""
