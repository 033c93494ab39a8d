"""From bytes to characters: the encodings Chinese offices really send, told apart soundly."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from shouwen.documents.faults import CannotReadError
from shouwen.policy.file_reading.text import normal_text

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The characters that every text of some length is full of. A text read in a wrong encoding
# consists of rare ones, so that these few tell the encodings apart.
_FREQUENT = frozenset(
    "的一是不了在人有我他这個个们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子于於"
    "下自之年过過发發后後作用道行所然家事成方多经經法如都同现現当當定天分还還进進好小部其主理本前开開"
    "因只从從实實第条條章节節规規员員门門务務工制度客户戶服应應间間、，。；：（）《》“”「」"
)
_CHINESE = ("gb18030", "big5")
_PAIRS = ("utf-16-le", "utf-16-be")
_PLAIN_CONTROLS = frozenset("\t\n\r\f\v\x1a")
_SAMPLE = 200_000
_STRANGE, _LEAST_ORDINARY = 0.02, 0.2


def decoded(data: bytes) -> str:
    """Return the text of a file with plain line ends; CannotReadError where it is none."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(data.decode(name, errors="replace"))
    if b"\0" in data[:_SAMPLE]:  # no other text has empty bytes
        text = data.decode(_most_ordinary(data, _PAIRS), errors="replace")
        if _ordinary(text[:_SAMPLE]) < _LEAST_ORDINARY:
            raise CannotReadError("not_text")
        return _checked(text)
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(data.decode(_most_ordinary(data, _CHINESE), errors="replace"))


def _most_ordinary(data: bytes, names: Sequence[str]) -> str:
    """Return the encoding in which a text says the more ordinary things."""
    return max(names, key=lambda name: _ordinary(data[:_SAMPLE].decode(name, errors="replace")))


def _ordinary(text: str) -> float:
    usual = sum(sign in _FREQUENT or " " <= sign < "\x7f" for sign in text)
    return usual / len(text) if text else 0.0


def _checked(text: str) -> str:
    head = text[:_SAMPLE]
    strange = sum(sign == "\ufffd" or (sign < " " and sign not in _PLAIN_CONTROLS) for sign in head)
    if strange > _STRANGE * len(head):
        raise CannotReadError("not_text")
    return normal_text(text).replace("\0", "\ufffd")
