"""One account: why it has its tier, what to do, what happened, who decides there, what is known."""
