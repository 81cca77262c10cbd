"""Values put into a sheet so that none of them can act: what people typed is never a formula."""

from datetime import date

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

_ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def put(sheet: Worksheet, row: int, column: int, value: str | int | date) -> Cell:
    """Write a value; a text stays a text, also when somebody opens the cell and confirms it."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell), "nothing here is merged"
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = value.startswith(_ACTIVE)
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    return cell
