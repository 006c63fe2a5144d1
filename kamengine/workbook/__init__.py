"""A rule pack as an Excel workbook and back, without loss: see `kamengine.workbook.convert`."""
