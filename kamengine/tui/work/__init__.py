"""The places of work to be done: today, the plans, and the moves to review."""
