"""A regulation file: read it into a Regulation with all its faults, and write it back.

The public names of the file format. The work is done layer by layer in
:mod:`shouwen.policy.file_reading`.
"""

from __future__ import annotations

from shouwen.policy.file_reading.body import read_body
from shouwen.policy.file_reading.faults_of_file import FaultPad
from shouwen.policy.file_reading.front_matter import read_front_matter
from shouwen.policy.file_reading.regulation import (
    ClauseNode,
    FrontMatter,
    Reading,
    Regulation,
    WorkedCase,
)
from shouwen.policy.file_reading.structure import split_file
from shouwen.policy.file_reading.text import decode, normal_text

__all__ = [
    "ClauseNode",
    "FrontMatter",
    "Reading",
    "Regulation",
    "WorkedCase",
    "decode",
    "read_regulation",
    "write_regulation",
]


def read_regulation(text: str, file_name: str) -> Reading:
    """Read one regulation file; whatever is wrong comes back as faults, all at once."""
    pad = FaultPad(file_name)
    shape = split_file(normal_text(text), pad)
    head = None
    if shape.head is not None:
        head = read_front_matter(shape.head, shape.head_line, pad)
    # A file without a head is read all the same, so that the author sees every fault now.
    regulation = read_body(shape, head, text, pad)
    return Reading(regulation=None if pad.broken else regulation, faults=pad.faults)


def write_regulation(regulation: Regulation) -> str:
    """Return the file the regulation was read from, unchanged to the byte."""
    return regulation.source
