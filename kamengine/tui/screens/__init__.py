"""What the screens of several places share, and the places that are a list and its pages."""
