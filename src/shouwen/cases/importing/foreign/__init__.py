"""Exports of other desks, read as case books: each ticket a row, each of its articles a fact."""

from shouwen.cases.importing.foreign.presets import FOREIGN, foreign_rows, mapping_for

__all__ = ["FOREIGN", "foreign_rows", "mapping_for"]
