"""How large a document may be, and how long and how heavily one may be read."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading one document may cost.

    `megabytes` of the file, `pages` of the document, `unpacked` megabytes of a DOCX when unpacked,
    `seconds` until reading is ended, `memory` megabytes of the process that reads.
    """

    megabytes: int = 50
    pages: int = 2000
    unpacked: int = 400
    seconds: int = 300
    memory: int = 1536


LIMITS = Limits()
