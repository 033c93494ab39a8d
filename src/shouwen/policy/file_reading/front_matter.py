"""The head of a regulation file: names, dates, and the words the regulation adds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from shouwen.policy.calendar.hours import CalendarError, read_days, read_intervals, read_week
from shouwen.policy.file_reading.fact_words import read_facts
from shouwen.policy.file_reading.faults_of_file import FaultPad, choose
from shouwen.policy.file_reading.regulation import FrontMatter
from shouwen.policy.file_reading.setting_words import read_chosen, read_settings
from shouwen.policy.file_reading.value_names import read_names
from shouwen.policy.file_reading.yaml_lines import Lines, Plain, read_yaml
from shouwen.policy.vocabulary import BASE

_SLUG = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
_KEY = re.compile(r"^[a-z][a-z0-9_]*$")
_REQUIRED = ("regulation", "title", "in_force")
_KEYS = (
    *_REQUIRED,
    "ended",
    "tried_on",
    "catalogue",
    "industry",
    "posts",
    "parties",
    "departments",
    "points",
    "names",
    "facts",
    "working_hours",
    "time_zone",
    "settings",
    "chosen",
)


def read_front_matter(text: str, first_line: int, pad: FaultPad) -> FrontMatter | None:
    """Read the front matter; None when it is too broken to name the regulation."""
    block = read_yaml(text, first_line, pad)
    if not isinstance(block.data, dict):
        if block.ok:
            what = "is empty" if block.data is None else "is not a table of keys"
            pad.error(1, f"The front matter {what}.", f"Write {_listed(_REQUIRED)}.")
        return None
    head = _Head(block.data, block.lines, pad)
    head.check_keys()
    return head.read()


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}:`" for name in names)


class _Head:
    """Reads one key after the other and notes what is wrong with each."""

    def __init__(self, data: Mapping[str, Plain], lines: Lines, pad: FaultPad) -> None:
        self.data, self.lines, self.pad = data, lines, pad

    def error(self, path: tuple[str | int, ...], what: str, mend: str) -> None:
        self.pad.error(self.lines.at(path), what, mend)

    def check_keys(self) -> None:
        for key in self.data:
            if key not in _KEYS:
                self.error((key,), f"The front matter has no key `{key}`.", choose(key, _KEYS))
        for key in _REQUIRED:
            if key not in self.data:
                self.pad.error(1, f"The front matter lacks `{key}:`.", "Add it.")

    def read(self) -> FrontMatter:
        in_force, ended = self._date("in_force"), self._date("ended")
        if in_force and ended and ended <= in_force:
            self.error(
                ("ended",),
                f"The regulation ends on {ended}, before it begins.",
                "Correct one of the two.",
            )
        settings = read_settings(self.data.get("settings"), self.lines, self.pad)
        facts = read_facts(self.data.get("facts"), self.lines, self.pad)
        return FrontMatter(
            slug=self._text("regulation", self._is_slug),
            title=self._text("title"),
            in_force=in_force or date.min,
            ended=ended,
            tried_on=self._date("tried_on"),
            catalogue=self._number("catalogue"),
            industry=self._text("industry"),
            posts=self._names("posts"),
            parties=self._names("parties"),
            departments=self._names("departments"),
            points=self._names("points"),
            names=read_names(self.data.get("names"), BASE.extended(facts), self.lines, self.pad),
            facts=facts,
            working_hours=self._hours(),
            time_zone=self._zone(),
            settings=settings,
            chosen=read_chosen(self.data.get("chosen"), settings, self.lines, self.pad),
        )

    def _text(self, key: str, check: Callable[[str], str] | None = None) -> str:
        value = self.data.get(key, "")
        if not isinstance(value, str) or (key in self.data and not value.strip()):
            self.error((key,), f"`{key}:` is not a text.", "Write it in words.")
            return ""
        wrong = check(value) if check and value else ""
        if wrong:
            self.error((key,), f"`{key}: {value}` {wrong}.", "Write for example `return-visits`.")
        return value.strip()

    def _number(self, key: str) -> str:
        """Return a printed number as text: `4.3`, `1.3c`, `7`."""
        value = self.data.get(key, "")
        if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
            if key in self.data:
                self.error((key,), f"`{key}:` is not a number.", 'Write it as printed: `"4.3"`.')
            return ""
        return str(value).strip()

    @staticmethod
    def _is_slug(value: str) -> str:
        return "" if _SLUG.match(value) else "is not small letters and figures joined by hyphens"

    def _date(self, key: str) -> date | None:
        value = self.data.get(key)
        if value is None:
            if key in self.data and key == "in_force":
                self.error((key,), "`in_force:` has no date.", "Write for example `2026-04-01`.")
            return None
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.error(
                (key,), f"`{key}: {value}` is not a date.", "Write year-month-day: `2026-04-01`."
            )
            return None

    def _names(self, key: str) -> dict[str, str]:
        value = self.data.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.error(
                (key,), f"`{key}:` is not a table of names.", "Write `key: name` lines below."
            )
            return {}
        return {name: str(words) for name, words in value.items() if self._name(key, name, words)}

    def _name(self, key: str, name: str, words: Any) -> bool:
        if not _KEY.match(name):
            self.error(
                (key, name),
                f"`{name}` cannot be a key of `{key}:`.",
                "Use small letters, figures and `_`, beginning with a letter.",
            )
            return False
        if not isinstance(words, str) or not words.strip():
            self.error((key, name), f"`{name}:` has no name.", f"Write `{name}: 名称`.")
            return False
        return True

    def _zone(self) -> str:
        zone = self.data.get("time_zone", "Asia/Shanghai")
        try:
            ZoneInfo(str(zone))
        except (KeyError, ValueError, OSError):
            self.error(
                ("time_zone",),
                f"`time_zone: {zone}` is not a time zone.",
                "Write for example `Asia/Shanghai`.",
            )
            return "Asia/Shanghai"
        return str(zone)

    def _hours(self) -> dict[str, tuple[str, ...]]:
        value = self.data.get("working_hours")
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.error(
                ("working_hours",),
                "`working_hours:` is not a table of days.",
                'Write for example `mon-fri: ["08:30-12:00", "13:30-18:00"]`.',
            )
            return {}
        hours = {day: self._spans(day, spans) for day, spans in value.items() if self._day(day)}
        sound = len(hours) == len(value) and all(
            spans or not value[day] for day, spans in hours.items()
        )
        # A day named twice or a week without opening shows only in the whole week.
        return hours if sound and self._readable(("working_hours",), read_week, hours) else {}

    def _day(self, day: str) -> bool:
        return self._readable(("working_hours", day), read_days, day)

    def _spans(self, day: str, spans: Plain) -> tuple[str, ...]:
        listed = spans if isinstance(spans, list) else [spans] if spans is not None else []
        texts = tuple(str(span) for span in listed)
        return texts if self._readable(("working_hours", day), read_intervals, texts) else ()

    def _readable(self, path: tuple[str, ...], read: Callable[[Any], object], value: Any) -> bool:
        try:
            read(value)
        except CalendarError as wrong:
            what, _, mend = str(wrong).rstrip(".").partition("; ")
            self.error(path, f"{what}.", f"{mend[:1].upper()}{mend[1:]}." if mend else "")
            return False
        return True
