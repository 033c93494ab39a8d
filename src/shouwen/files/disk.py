"""Where kept files lie: in the data folder, by their fingerprint, where no address leads."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

FOLDER = "evidence"
SMALL = ".small"


def folder() -> Path:
    """Return the folder of all kept files; it lies among the uploads that a backup takes along."""
    return Path(settings.MEDIA_ROOT) / FOLDER


def place(sha256: str, *, small: bool = False) -> Path:
    """Return where a file lies, or its small picture."""
    return folder() / sha256[:2] / (sha256 + (SMALL if small else ""))


def write(sha256: str, data: bytes, small: bytes) -> None:
    """Put a file on the disk before anything names it; what lies there already stays."""
    for wanted, target in ((data, place(sha256)), (small, place(sha256, small=True))):
        if wanted and not target.exists():
            _put(wanted, target)


def _put(data: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False) as fresh:
        fresh.write(data)
        fresh.flush()
        os.fsync(fresh.fileno())
    # Under its name there is only ever the whole file.
    Path(fresh.name).replace(target)


def lying() -> Iterator[Path]:
    """Go through everything in the folder, unfinished uploads included."""
    yield from (path for path in folder().glob("*/*") if path.is_file())
