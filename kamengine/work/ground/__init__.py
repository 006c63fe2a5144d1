"""What all work stands on: things as records, lists that people keep, working days, weeks and months."""
