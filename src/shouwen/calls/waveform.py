"""How a recording looks: its loudness over time as one path, drawn without any script."""

from __future__ import annotations

from collections.abc import Sequence

HEIGHT = 100
# A silent part is still a line, so that the drawing shows where the call was quiet.
LEAST = 1


def path(levels: Sequence[int]) -> str:
    """Return the outline for a drawing as wide as there are levels; each is loudness of 100."""
    return "".join(_bar(place, max(LEAST, level)) for place, level in enumerate(levels))


def _bar(place: int, level: int) -> str:
    half = level / 2
    return f"M{place + 0.5} {HEIGHT / 2 - half:g}V{HEIGHT / 2 + half:g}"
