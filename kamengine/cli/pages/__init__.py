"""What commands write: results and problems, tables as wide as the page, the line of progress."""
