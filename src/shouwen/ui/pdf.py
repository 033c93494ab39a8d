"""A page as a PDF, made here without asking any address."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _


class NoPdfError(RuntimeError):
    """The programs that a PDF is made with are not installed; the message says which."""


def pdf_of(page: str, styles: str) -> bytes:
    """Return a page as a PDF; raise NoPdfError where Debian's Pango is not installed.

    ``styles`` names the one static file of styles it is made with.
    """
    try:
        from weasyprint import (  # type: ignore[import-untyped]  # noqa: PLC0415 loads Pango
            CSS,
            HTML,
        )
    except (ImportError, OSError):
        raise NoPdfError(
            _("A PDF cannot be made here: install Debian's package libpango-1.0-0, or print.")
        ) from None
    # It tells of every font and rule it looks at.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("weasyprint.progress").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    found = CSS(filename=str(finders.find(styles)), url_fetcher=_nothing)
    made: bytes = HTML(string=page, url_fetcher=_nothing).write_pdf(stylesheets=[found])
    return made


def _nothing(url: str, *_rest: Any, **_more: Any) -> Any:
    """Fetch nothing: a sheet holds all it needs, and nobody's text makes the house ask around."""
    raise ValueError(f"{url} is not fetched for a sheet.")
