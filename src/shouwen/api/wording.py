"""The words of the API's description in the language of whoever reads it.

English is written where it is meant: in the docstrings of operations and models. The Chinese of
these is a catalogue of its own, ``locale/zh_Hans/LC_MESSAGES/reference.po``; words of forms are
those of the pages.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import to_locale

ENGLISH = "en"
DOMAIN = "reference"
LOCALES = Path(__file__).resolve().parent / "locale"
Say = Callable[[str], str]
_TEXTS = ("summary", "description")
_of_forms: dict[str, tuple[str | Promise, ...]] = {}


def of_form(*parts: str | Promise | None) -> str:
    """Return a form's own words in English, and keep them so that they can be said otherwise."""
    said = tuple(part for part in parts if part)
    with translation.override(ENGLISH):
        english = " ".join(str(part) for part in said)
    _of_forms.setdefault(english, said)
    return english


def words_of(language: str) -> Say:
    """Return what says an English text of the description in a language; English as it is."""
    if language == ENGLISH:
        return lambda text: text
    catalogue = _catalogue(language)

    def say(text: str) -> str:
        found = catalogue.gettext(text) if text else text
        if found != text or text not in _of_forms:
            return found
        with translation.override(language):
            return "：".join(str(part) for part in _of_forms[text])

    return say


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALES, [to_locale(language)], fallback=True)


def retell(part: Any, say: Say) -> None:
    """Say every summary and description below a part of the description anew, in place."""
    if isinstance(part, list):
        for each in part:
            retell(each, say)
    if not isinstance(part, dict):
        return
    for name, value in part.items():
        if name in _TEXTS and isinstance(value, str):
            part[name] = say(value)
        else:
            retell(value, say)


def without_titles(part: Any) -> None:
    """Leave out the titles that only repeat the names of fields, which are in English."""
    if isinstance(part, list):
        for each in part:
            without_titles(each)
    if isinstance(part, dict):
        if isinstance(part.get("title"), str):
            del part["title"]
        for each in part.values():
            without_titles(each)


def untold(english: Any, told: Any) -> list[str]:
    """Return the texts of a description that another language says just as English does."""
    if isinstance(english, list):
        pairs = zip(english, told, strict=True)
        return [text for one, other in pairs for text in untold(one, other)]
    if not isinstance(english, dict):
        return []
    found = [text for name, value in english.items() if name != "title"
             for text in untold(value, told.get(name))]  # fmt: skip
    same = (name for name in _TEXTS if isinstance(english.get(name), str))
    return found + [english[name] for name in same if english[name] and english[name] == told[name]]
