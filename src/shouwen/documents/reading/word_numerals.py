"""How Word writes the number of a numbered paragraph (ECMA-376, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LETTERS = 26
_TOO_HIGH = 10_000


def counting(value: int) -> str:
    """Return a number as people count in Chinese: 十一, 一百零五."""
    words = _counted(value, _DIGITS, "千百十")
    return words[1:] if words.startswith("一十") else words


def legal(value: int) -> str:
    """Return a number in the characters of banknotes: 壹拾壹."""
    return _counted(value, _LEGAL, "仟佰拾")


def _counted(value: int, digits: str, units: str) -> str:
    if not 0 < value < _TOO_HIGH:
        return digits[0] if value == 0 else str(value)
    words = ""
    for power, unit in zip((1000, 100, 10, 1), (*units, ""), strict=True):
        digit, value = divmod(value, power)
        if digit:
            words += digits[digit] + unit
        elif words and value and not words.endswith(digits[0]):
            words += digits[0]
    return words


def digital(value: int) -> str:
    """Return a number digit by digit: 一〇五."""
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(value))


def letters(value: int) -> str:
    """Return a number as Word counts in letters: y, z, aa, bb."""
    if value < 1:
        return str(value)
    times, place = divmod(value - 1, _LETTERS)
    return chr(ord("a") + place) * (times + 1)


def roman(value: int) -> str:
    """Return a number in small Roman numerals."""
    words = ""
    for worth, sign in _ROMAN:
        times, value = divmod(value, worth)
        words += sign * times
    return words


def _from(signs: str) -> Callable[[int], str]:
    def sign(value: int) -> str:
        return signs[value - 1] if 0 < value <= len(signs) else str(value)

    return sign


def _row(first: str, last: int) -> Callable[[int], str]:
    return _from("".join(chr(ord(first) + place) for place in range(last)))


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)]


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: str(value).translate(
        {ord("0") + digit: ord("０") + digit for digit in range(10)}
    ),
    "decimalEnclosedCircle": _row("①", 20),
    "decimalEnclosedCircleChinese": _row("①", 20),
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "upperLetter": lambda value: letters(value).upper(),
    "lowerLetter": letters,
    "upperRoman": lambda value: roman(value).upper(),
    "lowerRoman": roman,
    "chineseCounting": counting,
    "chineseCountingThousand": counting,
    "japaneseCounting": counting,
    "taiwaneseCounting": counting,
    "taiwaneseCountingThousand": counting,
    "chineseLegalSimplified": legal,
    "ideographLegalTraditional": legal,
    "ideographDigital": digital,
    "japaneseDigitalTenThousand": digital,
    "taiwaneseDigital": digital,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographEnclosedCircle": _from("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "numberInDash": lambda value: f"- {value} -",
    "none": lambda _value: "",
}
FORMATS["decimalFullWidth2"] = FORMATS["decimalFullWidth"]


def written(value: int, name: str) -> str:
    """Return a number in a format by Word's name; an unknown one counts in digits.

    So does a number no list of people reaches: in letters it would fill the memory.
    """
    return FORMATS.get(name, str)(value) if 0 <= value < _TOO_HIGH else str(value)
