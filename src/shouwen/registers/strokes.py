"""A signature drawn by hand: read from the browser, kept small, and drawn again as lines.

A drawing is a list of strokes on a sheet of 600 by 200; a stroke is x, y, x, y, … in whole numbers.
Nothing else is ever taken from the browser or put into a page.
"""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from shouwen.people.refusals import RefusedError

WIDTH, HEIGHT = 600, 200
# More than a long name takes, little enough for the journal.
MOST_STROKES, MOST_POINTS, LONGEST = 80, 3_000, 30_000
Strokes = list[list[int]]


def read(text: str) -> str:
    """Return a drawing as it is kept; empty for none.

    Raises RefusedError for what is no drawing, or too much of one.
    """
    if not text.strip():
        return ""
    if len(text) > LONGEST:
        raise RefusedError(_("The drawing is too large; clear it and sign again."), "strokes")
    strokes = _strokes(text)
    if strokes is None:
        raise RefusedError(_("The drawing cannot be read; clear it and sign again."), "strokes")
    return json.dumps(strokes, separators=(",", ":")) if strokes else ""


def path(text: str) -> str:
    """Return a kept drawing as the data of an SVG path; empty for what is none."""
    return " ".join(_line(stroke) for stroke in _strokes(text) or ())


def _strokes(text: str) -> Strokes | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or len(found) > MOST_STROKES:
        return None
    if not all(_is_stroke(stroke) for stroke in found):
        return None
    return found if sum(map(len, found)) <= 2 * MOST_POINTS else None


def _is_stroke(stroke: object) -> bool:
    if not isinstance(stroke, list) or not stroke or len(stroke) % 2:
        return False
    return all(
        type(n) is int and 0 <= n <= (HEIGHT if place % 2 else WIDTH)
        for place, n in enumerate(stroke)
    )


def _line(stroke: list[int]) -> str:
    points = [f"{x} {y}" for x, y in zip(stroke[::2], stroke[1::2], strict=True)]
    # A dot is a line to itself; with round ends it shows.
    return f"M{points[0]}L{' '.join(points[1:] or points)}"
