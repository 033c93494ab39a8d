"""Printed clause numbers as Word's automatic ones: which list carries which number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from shouwen.documents.reading.word_numerals import FORMATS

_MOST = 200
_HAN = "零〇一二三四五六七八九十百千"
# What a number looks like: its parts before and after the counter, and the formats to try.
_SHAPES: tuple[tuple[re.Pattern[str], tuple[str, ...], str], ...] = (
    (
        re.compile(rf"^(?P<before>第)(?P<counter>[{_HAN}]+)(?P<after>[编章节条款项目])$"),
        ("chineseCountingThousand",),
        " ",
    ),
    (re.compile(r"^(?P<before>第)(?P<counter>\d+)(?P<after>[编章节条款项目])$"), ("decimal",), " "),
    (
        re.compile(rf"^(?P<before>)(?P<counter>[{_HAN}]+)(?P<after>)$"),
        ("chineseCountingThousand",),
        "、",
    ),
    (
        re.compile(rf"^(?P<before>\()(?P<counter>[{_HAN}]+)(?P<after>\))$"),
        ("chineseCountingThousand",),
        "",
    ),
    (re.compile(r"^(?P<before>\()(?P<counter>\d+)(?P<after>\))$"), ("decimal",), ""),
    (re.compile(r"^(?P<before>)(?P<counter>\d+)(?P<after>\.0)$"), ("decimal",), " "),
    (re.compile(r"^(?P<before>(?:\d+\.)+)(?P<counter>\d+)(?P<after>)$"), ("decimal",), " "),
    (re.compile(r"^(?P<before>)(?P<counter>\d+)(?P<after>)$"), ("decimal",), "、"),
    (re.compile(r"^(?P<before>)(?P<counter>[①-⑳])(?P<after>)$"), ("decimalEnclosedCircle",), ""),
    (re.compile(r"^(?P<before>)(?P<counter>[A-Z])(?P<after>)$"), ("upperLetter",), "."),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A printed number as a counter: what stands around it, its format and its value.

    `mark` is what people write between such a number and the words; a space is none of the number.
    """

    before: str
    value: int
    after: str
    format: str
    mark: str

    @property
    def shape(self) -> tuple[str, str, str, str]:
        """What the numbers of one list have in common."""
        return self.before, self.after, self.format, self.mark

    def follows(self, other: Counted) -> bool:
        """Tell whether this is the next number after another one of the same list."""
        return self.shape == other.shape and self.value == other.value + 1


def counted(printed: str) -> Counted | None:
    """Return a printed number as a counter, None where Word could not count it."""
    for pattern, formats, mark in _SHAPES:
        found = pattern.match(printed)
        for name in formats if found else ():
            value = _value(found["counter"], name) if found else None
            if found and value:
                return Counted(found["before"], value, found["after"], name, mark)
    return None


def _value(counter: str, name: str) -> int | None:
    written = FORMATS[name]
    return next((value for value in range(1, _MOST) if written(value) == counter), None)


def is_number(printed: str) -> bool:
    """Tell whether a clause's printed number is one, and not its heading."""
    return counted(printed) is not None or bool(_ODD.match(printed))


# Numbers that no list of Word counts: 第四条之一, 4.1a, (a), 1), 附件一.
_ODD = re.compile(
    rf"^(?:第[{_HAN}\d]+[编章节条款项目]之[{_HAN}\d]+|\([A-Za-z]\)|[A-Za-z\d]+\)|\d+(?:\.\d+)*[a-z]?"
    rf"|[{_HAN}]+|\([{_HAN}\d]+\)|第[{_HAN}\d]+[编章节条款项目]|(?:附件|附录|附表)[{_HAN}\dA-Z]*)$"
)


def begins_anew(numbers: Iterable[Counted | None]) -> list[bool]:
    """Tell for each number of a row of sisters whether a list begins with it."""
    before: Counted | None = None
    found = []
    for number in numbers:
        found.append(bool(number and not (before and number.follows(before))))
        before = number
    return found
