"""A sheet as a PDF, made here without asking any address."""

from __future__ import annotations

from shouwen.ui import pdf
from shouwen.ui.pdf import NoPdfError

__all__ = ["NoPdfError", "pdf_of"]

STYLES = "ui/sheet.css"


def pdf_of(page: str) -> bytes:
    """Return a page as a PDF; raise NoPdfError where Debian's Pango is not installed."""
    return pdf.pdf_of(page, STYLES)
