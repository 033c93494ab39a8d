"""Names as they sound: 张伟 is found by zhangwei and by zw."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

from pypinyin import Style
from pypinyin import pinyin as read

from shouwen.search.words import fold

_MOST_READINGS, _LONGEST_NAME = 6, 24


@lru_cache(maxsize=4096)
def sounds_of(name: str) -> str:
    """Return the words by which a name is found by its sound, from each of its signs on."""
    folded = fold(name)[:_LONGEST_NAME]
    if folded.isascii():
        return ""
    # Sign by sign: the reading of a whole word would hide the others, and needs a large table.
    syllables = read(list(folded), style=Style.NORMAL, heteronym=True, errors="ignore")
    # A sign read in several ways is taken in each of them, as far as that stays short.
    readings = islice(product(*(dict.fromkeys(each[:3]) for each in syllables)), _MOST_READINGS)
    words = dict.fromkeys(word for reading in readings for word in _words(reading))
    return " ".join(words)


def _words(reading: tuple[str, ...]) -> list[str]:
    places = range(len(reading))
    whole = ["".join(reading[place:]) for place in places]
    return whole + ["".join(each[:1] for each in reading[place:]) for place in places]
