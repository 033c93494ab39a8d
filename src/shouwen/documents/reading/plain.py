"""Plain and pasted text to source: each line is a piece, every character stays where it was."""

from __future__ import annotations

from shouwen.documents.building import plain_spaces
from shouwen.documents.reading.encodings import decoded
from shouwen.policy.file_reading.text import normal_text
from shouwen.policy.reading.source import Source, source_of


def read_text(data: bytes) -> Source:
    """Return a text file as a source; raise CannotReadError where it is no text."""
    return source_of(plain_spaces(decoded(data)))


def read_pasted(text: str) -> Source:
    """Return what somebody pasted as a source."""
    return source_of(plain_spaces(normal_text(text)))
