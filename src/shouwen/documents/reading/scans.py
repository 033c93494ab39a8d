"""Pages that are pictures: recognised by Tesseract where it is installed."""

from __future__ import annotations

import io
import shutil
import subprocess

import pdfplumber
from PIL import ImageFilter

_DOTS = 300
# Specks of a scanner cost a third of the letters; taking them out costs a clean page nothing.
_SPECKS = ImageFilter.MedianFilter(3)
_SECONDS = 60
_LANGUAGE = "chi_sim"


def can_recognise() -> bool:
    """Tell whether Tesseract with Simplified Chinese is installed."""
    program = shutil.which("tesseract")
    if not program:
        return False
    try:
        known = subprocess.run(  # noqa: S603 - a program found by its name, without a shell
            [program, "--list-langs"], capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return _LANGUAGE.encode() in known.stdout


def recognised(data: bytes, place: int) -> str:
    """Return the text of one page, empty where nothing was recognised."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        picture = document.pages[place].to_image(resolution=_DOTS).original
    stream = io.BytesIO()
    picture.convert("L").filter(_SPECKS).save(stream, "PNG")
    try:
        read = subprocess.run(  # noqa: S603
            [shutil.which("tesseract") or "tesseract", "stdin", "stdout", "-l", _LANGUAGE],
            input=stream.getvalue(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return read.stdout.decode("utf-8", errors="replace")
