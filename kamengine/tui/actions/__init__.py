"""What is done from any screen: working on tasks, deciding about moves, making plans."""
