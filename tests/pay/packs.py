"""The bundled regulations that move money or points, each read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from shouwen.policy.regulation_file import Regulation, read_regulation

FILES = [
    file
    for file in sorted((Path(__file__).parents[2] / "src/shouwen/packs").glob("*.md"))
    if {"kind: pay", "kind: score"} & set(file.read_text(encoding="utf-8").splitlines())
]


@cache
def pack_of(file: Path) -> Regulation:
    """Read a bundled regulation."""
    reading = read_regulation(file.read_text(encoding="utf-8"), file.name)
    assert reading.regulation is not None, "\n".join(map(str, reading.faults))
    return reading.regulation
