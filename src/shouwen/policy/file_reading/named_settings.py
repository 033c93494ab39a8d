"""Named settings: an unclear place of the text, how it may be read, and how to read rules by it.

A rule says where it depends on one: `at_most: {by_setting: severe_line, five: 5, eight: 8}`, or, as
a whole, `if_setting: {severe_line: eight}`. With a choice for each setting it becomes a plain rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final

from shouwen.policy.kinds.references import Loc

BY_SETTING: Final = "by_setting"
IF_SETTING: Final = "if_setting"
_ABSENT: Final = object()
Choices = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSetting:
    """One unclear place: its names, how it is read and why, and between what one may choose.

    ``choices`` and ``choices_en`` name the readings by key; ``default`` is the key of the one that
    holds unless a department chose another. ``line`` is where it stands in the file.
    """

    label: str
    label_en: str
    reading: str
    choices: Mapping[str, str]
    choices_en: Mapping[str, str]
    default: str
    line: int = field(default=0, compare=False)

    def said(self, choice: str) -> tuple[str, str, str, str]:
        """Return the setting's names and a choice's names, each in Chinese and English."""
        return (
            self.label,
            self.label_en,
            self.choices.get(choice, choice),
            self.choices_en.get(choice, choice),
        )


def in_use(settings: Mapping[str, NamedSetting], chosen: Choices) -> dict[str, str]:
    """Return the choice that holds for every setting: the chosen one, else the default."""
    return {key: chosen.get(key) or one.default for key, one in settings.items()}


def settings_of(written: Any) -> tuple[str, ...]:
    """Return the settings a rule block depends on, in their order, each once."""
    return tuple(dict.fromkeys(_named(written)))


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get(BY_SETTING), str):
            yield value[BY_SETTING]
        if isinstance(value.get(IF_SETTING), Mapping):
            yield from value[IF_SETTING]
        for inner in value.values():
            yield from _named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner)


def all_choices(
    settings: Mapping[str, NamedSetting], names: tuple[str, ...]
) -> Iterator[dict[str, str]]:
    """Yield every way to choose between the readings of some settings."""
    for keys in product(*(settings[name].choices for name in names)):
        yield dict(zip(names, keys, strict=True))


@dataclass(slots=True)
class Resolved:
    """A rule block under certain choices; ``definition`` is None where it does not exist.

    ``places`` leads from a place in the plain definition to where it is written in the file.
    """

    definition: dict[str, Any] | None
    places: Mapping[Loc, Loc]

    def written_at(self, loc: Loc) -> Loc:
        """Return where something in the definition (or the nearest thing around it) is written."""
        for end in range(len(loc), 0, -1):
            if loc[:end] in self.places:
                return (*self.places[loc[:end]], *loc[end:])
        return loc


def resolve(written: Mapping[str, Any], choices: Choices) -> Resolved:
    """Return a sound rule block as it is under these choices; they name every setting it uses."""
    wanted = written.get(IF_SETTING) or {}
    if not all(choices[name] in listed(keys) for name, keys in wanted.items()):
        return Resolved(None, {})
    places: dict[Loc, Loc] = {}
    plain = {key: value for key, value in written.items() if key != IF_SETTING}
    definition = _resolved(plain, choices, ((), ()), places)
    return Resolved(definition, places)


def listed(keys: Any) -> list[Any]:
    """Return one choice or a list of choices as a list."""
    return keys if isinstance(keys, list) else [keys]


def _resolved(value: Any, choices: Choices, at: tuple[Loc, Loc], places: dict[Loc, Loc]) -> Any:
    """Return a value under the choices; ``at`` is its place in the definition and in the file."""
    here, there = at
    places[here] = there
    if isinstance(value, Mapping) and BY_SETTING in value:
        key = choices[value[BY_SETTING]]
        if key not in value:
            return _ABSENT
        return _resolved(value[key], choices, (here, (*there, key)), places)
    if isinstance(value, Mapping):
        return dict(_entries(value, choices, at, places))
    if isinstance(value, list):
        return _items(value, choices, at, places)
    return value


def _entries(
    value: Mapping[str, Any], choices: Choices, at: tuple[Loc, Loc], places: dict[Loc, Loc]
) -> Iterator[tuple[str, Any]]:
    for key, inner in value.items():
        found = _resolved(inner, choices, ((*at[0], key), (*at[1], key)), places)
        if found is not _ABSENT:
            yield key, found


def _items(
    value: list[Any], choices: Choices, at: tuple[Loc, Loc], places: dict[Loc, Loc]
) -> list[Any]:
    kept: list[Any] = []
    for position, inner in enumerate(value):
        place = ((*at[0], len(kept)), (*at[1], position))
        found = _resolved(inner, choices, place, places)
        if found is not _ABSENT:
            kept.append(found)
    return kept
