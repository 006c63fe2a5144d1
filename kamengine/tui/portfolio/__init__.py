"""The accounts by one rule pack as they lie before the reader: order, page, columns and cells."""
