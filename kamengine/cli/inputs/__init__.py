"""What commands are about: files or the workspace, how they are read, whose name, which day, which accounts."""
