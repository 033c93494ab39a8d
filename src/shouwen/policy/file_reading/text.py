"""From bytes to text: the encodings Chinese offices really send."""

from __future__ import annotations


class NotTextError(ValueError):
    """Bytes are neither UTF-8 nor GB18030; the message says what to do."""


def decode(data: bytes) -> str:
    """Return the text of a regulation file; raise NotTextError with a sentence for people.

    UTF-8 with or without byte order mark is read as such, UTF-16 by its mark, and anything else
    as GB18030, which older Chinese editors write.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(data, "gb18030")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise NotTextError(
            "The file is not text in UTF-8 or GB18030; save it as plain text in UTF-8, and retry."
        )
    return text


def normal_text(text: str) -> str:
    """Return the text with plain line ends and no byte order mark, line for line the same."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
