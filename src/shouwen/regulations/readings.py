"""The unclear places of a text as pages show them: how each is read, and what could be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shouwen.policy.regulation_file import Regulation
from shouwen.regulations.cards import language_index
from shouwen.regulations.models import RuleRow, Version
from shouwen.regulations.plain import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to read an unclear place."""

    key: str
    label: str
    is_default: bool
    is_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleName:
    """A rule that rests on a reading."""

    rule_id: str
    title: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow:
    """One unclear place; ``reading`` is the regulation's own word on how and why it is read so."""

    key: str
    label: str
    reading: str
    options: tuple[Option, ...]
    rules: tuple[RuleName, ...]

    @property
    def held(self) -> Option:
        """The reading that holds."""
        return next(option for option in self.options if option.is_held)


def readings_of_text(read: Regulation, language: str | None) -> list[ReadingRow]:
    """Return the unclear places of a text that is not adopted yet."""
    which = language_index(language)
    numbers = {node.address: node.number for node in read.clauses}
    names = [
        RuleName(
            rule_id=rule_id,
            title=_title(block, which),
            number=numbers[read.rule_clauses[rule_id]],
        )
        for rule_id, block in read.written.items()
    ]
    return _rows(plain(read.settings), read.chosen, read.readings, names, which)


def readings_of_version(version: Version, language: str | None) -> list[ReadingRow]:
    """Return the unclear places of an adopted text; one query, none where nothing is unclear."""
    settings, which = version.front.get("settings") or {}, language_index(language)
    if not settings:
        return []
    found = RuleRow.objects.filter(version=version).select_related("clause").order_by("order")
    names = [
        RuleName(rule_id=row.rule_id, title=_title(row.definition, which), number=row.clause.number)
        for row in found
    ]
    chosen, readings = version.front.get("chosen") or {}, version.front.get("readings") or {}
    return _rows(settings, chosen, readings, names, which)


def _title(block: Mapping[str, Any], which: int) -> str:
    title = str(block.get("title") or block.get("id"))
    return (title, str(block.get("title_en") or title))[which]


def _rows(
    settings: Mapping[str, Any],
    chosen: Mapping[str, str],
    readings: Mapping[str, Sequence[Sequence[str]]],
    names: Iterable[RuleName],
    which: int,
) -> list[ReadingRow]:
    listed = tuple(names)
    return [
        ReadingRow(
            key=key,
            label=(one["label"], one["label_en"])[which],
            reading=one["reading"],
            options=_options(one, chosen.get(key) or one["default"], which),
            rules=tuple(n for n in listed if _rests_on(one, readings.get(n.rule_id, ()))),
        )
        for key, one in settings.items()
    ]


def _options(setting: Mapping[str, Any], held: str, which: int) -> tuple[Option, ...]:
    labels = (setting["choices"], setting["choices_en"])[which]
    return tuple(
        Option(
            key=key,
            label=labels[key],
            is_default=key == setting["default"],
            is_held=key == held,
        )
        for key in setting["choices"]
    )


def _rests_on(setting: Mapping[str, Any], readings: Sequence[Sequence[str]]) -> bool:
    return any([*one[:2]] == [setting["label"], setting["label_en"]] for one in readings)
