"""What text looks like in terminal cells: lines of inked pieces, bars, the colours of the themes."""
