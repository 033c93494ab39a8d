"""Files of an old Word: turned into DOCX by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from shouwen.documents.faults import CannotReadError
from shouwen.documents.reading.archive import OLE

_PROGRAMS = ("soffice", "libreoffice")
_STREAM = "WordDocument".encode("utf-16-le")


def is_old_word(data: bytes) -> bool:
    """Tell whether the bytes are a document of an old Word."""
    return data.startswith(OLE) and _STREAM in data


def as_docx(data: bytes, seconds: int) -> bytes:
    """Return the document as DOCX; raise CannotReadError where nothing here can turn it."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise CannotReadError("old_word")
    with tempfile.TemporaryDirectory() as folder:
        old = Path(folder) / "old.doc"
        old.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", "docx", "--outdir", folder]
        try:
            subprocess.run(  # noqa: S603 - a program found by its name, without a shell
                [*command, str(old)], capture_output=True, timeout=seconds, check=True
            )
            return (Path(folder) / "old.docx").read_bytes()
        except subprocess.TimeoutExpired:
            raise CannotReadError("too_long", seconds=seconds) from None
        except (OSError, subprocess.CalledProcessError):
            raise CannotReadError("old_word") from None
