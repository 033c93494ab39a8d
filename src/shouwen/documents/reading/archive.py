"""Opening a DOCX: what must not be in it, before anything of it is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile

from shouwen.documents.faults import CannotReadError
from shouwen.documents.limits import MEGABYTE, Limits

_MOST_PARTS = 20_000
_STEEPEST = 300  # a text of one letter packs about so well; a bomb a thousand times better
_SMALL = 8 * MEGABYTE
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def opened(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Return the archive of a DOCX; raise CannotReadError for what it must not hold."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (
        zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, struct.error
    ):  # fmt: skip
        raise CannotReadError("damaged") from None
    _weigh(parts, limits)
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise CannotReadError("password")
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise CannotReadError("macros")
    return archive


def _weigh(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    whole = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or whole > limits.unpacked * MEGABYTE:
        raise CannotReadError("bomb")
    for part in parts:
        if part.file_size > _SMALL and part.file_size > _STEEPEST * max(part.compress_size, 1):
            raise CannotReadError("bomb")


def is_password_protected(data: bytes) -> bool:
    """Tell whether an OLE file is a modern document under a password."""
    return data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data
