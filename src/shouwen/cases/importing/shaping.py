"""A mapping as somebody edits it: what parts there are, a first guess, and its text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from shouwen.cases.choices import CaseType, Channel, Severity
from shouwen.cases.fields import label_of
from shouwen.cases.importing.called import ALSO
from shouwen.cases.models import CaseField

# How moments are written in case books; what ISO 8601 says is understood anyhow.
FORMATS = (
    "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y.%m.%d %H:%M", "%Y.%m.%d",
    "%Y年%m月%d日 %H:%M", "%Y年%m月%d日", "%Y%m%d", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
)  # fmt: skip
_MOST_VALUES = 40


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a case: where it stands in the mapping, and the values it may have."""

    path: tuple[str, ...]
    label: str | Promise
    choices: tuple[tuple[str, str | Promise], ...] = ()
    is_moment: bool = False
    is_person: bool = False

    @property
    def key(self) -> str:
        """The part's name in a form."""
        return "-".join(self.path)


def _choices(kind: Any) -> tuple[tuple[str, str | Promise], ...]:
    return tuple((value, label) for value, label in kind.choices)


CASE = (
    Part(("type",), _("Type"), _choices(CaseType)),
    Part(("title",), _("Title")),
    Part(("opened_at",), _("When the customer came"), is_moment=True),
    Part(("text",), _("What the customer said")),
    Part(("severity",), _("Severity"), _choices(Severity)),
    Part(("channel",), _("Channel"), _choices(Channel)),
    Part(("category",), _("Category")),
    Part(("customer", "name"), _("Customer")),
    Part(("customer", "phone"), _("Telephone")),
    Part(("customer", "email"), _("E-mail")),
    Part(("customer", "unit"), _("Unit or address")),
    Part(("handler",), _("First-contact owner"), is_person=True),
    Part(("department",), _("Responsible department"), is_person=True),
    Part(("reference",), _("Reference")),
    Part(("replied_at",), _("When it was answered"), is_moment=True),
    Part(("reply",), _("The answer")),
    Part(("resolved_at",), _("When it was resolved"), is_moment=True),
    Part(("resolution",), _("Resolution")),
    Part(("closed_at",), _("When it was closed"), is_moment=True),
)
ROW = pgettext_lazy("import", "Tells the rows apart")


def parts(own: Iterable[CaseField], people: Mapping[str, Sequence[tuple[str, str]]]) -> list[Part]:
    """Return the parts of a case and the house's own fields; ``people`` by handler, department."""
    case = [
        Part(part.path, part.label, tuple(people.get(part.key, ())), is_person=True)
        if part.is_person
        else part
        for part in CASE
    ]
    mine = {field.key: field for field in own}
    return case + [
        Part(("own", key), label_of(field), tuple((k, label) for k, label in field.choices))
        for key, field in mine.items()
    ]


# ── the text ─────────────────────────────────────────────────────────────────────────────────


def data_of(text: str) -> dict[str, Any]:
    """Return what a mapping's text says, be it unfinished; nothing where it cannot be read."""
    try:
        found = YAML(typ="safe").load(text)
    except YAMLError:
        return {}
    return found if isinstance(found, dict) else {}


def text_of(data: Mapping[str, Any]) -> str:
    """Return a mapping as the text of a mapping file."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style, yaml.allow_unicode, yaml.width = False, True, 100
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    written = StringIO()
    yaml.dump(dict(data), written)
    return written.getvalue()


def source_at(data: Mapping[str, Any], path: Sequence[str]) -> dict[str, Any]:
    """Return where a part comes from, in the long form; empty where nothing is said."""
    found: Any = data if path[0] == "own" else data.get("case", {})
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    if isinstance(found, str):
        return {"column": found}
    if isinstance(found, list):
        return {"columns": found}
    return dict(found) if isinstance(found, dict) else {}


def put(data: dict[str, Any], path: Sequence[str], source: Mapping[str, Any]) -> None:
    """Write where a part comes from; an empty source takes it out."""
    place: Any = data if path[0] == "own" else data.setdefault("case", {})
    for name in path[:-1]:
        if not isinstance(place.get(name), dict):
            place[name] = {}
        place = place[name]
    if source:
        place[path[-1]] = dict(source)
    else:
        place.pop(path[-1], None)


# ── the guess ────────────────────────────────────────────────────────────────────────────────


def guess(
    header: Sequence[str], samples: Sequence[Sequence[str]], found: Sequence[Part], name: str
) -> dict[str, Any]:
    """Return a first mapping: columns called as the parts are, in any language of the house."""
    data: dict[str, Any] = {"source": _source_name(name), "row": _row_column(header, samples)}
    columns = {_plain(column): column for column in header}
    for part in found:
        column = next((columns[n] for n in _names(part) if n in columns), "")
        if column:
            put(data, part.path, _translated(part, column, _values(header, samples, column)))
    moments = [source_at(data, p.path).get("column", "") for p in found if p.is_moment]
    data["formats"] = _formats({v for c in moments if c for v in _values(header, samples, c)})
    if "name" not in data.get("case", {}).get("customer", {"name": ""}):
        del data["case"]["customer"]
    return data


def _source_name(name: str) -> str:
    stem = name.split(".", maxsplit=1)[0]
    return "".join(sign for sign in stem if sign.isalnum() or sign in "_-")[:60] or "book"


def _row_column(header: Sequence[str], samples: Sequence[Sequence[str]]) -> str:
    for place, column in enumerate(header):
        values = [row[place] for row in samples if place < len(row)]
        if len(values) == len(samples) and all(values) and len(set(values)) == len(values):
            return column
    return header[0] if header else ""


def _plain(text: str) -> str:
    return text.strip().casefold()


def _in_every_language(label: str | Promise) -> list[str]:
    said = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            said.append(_plain(str(label)))
    return said


def _names(part: Part) -> list[str]:
    own = [*_in_every_language(part.label), _plain(part.path[-1])]
    return [*own, *ALSO.get(part.path, ())]


def _values(header: Sequence[str], samples: Sequence[Sequence[str]], column: str) -> list[str]:
    place = list(header).index(column)
    found = dict.fromkeys(row[place].strip() for row in samples if place < len(row))
    return [value for value in found if value]


def values_of(header: Sequence[str], samples: Sequence[Sequence[str]], column: str) -> list[str]:
    """Return the different values of a column, not more than somebody would translate."""
    if column not in header:
        return []
    found = _values(header, samples, column)
    return found if len(found) <= _MOST_VALUES else []


def _translated(part: Part, column: str, values: Collection[str]) -> dict[str, Any]:
    if not part.choices:
        return {"column": column}
    told = {value: key for value in values if (key := key_of(part, value)) is not None}
    return {"column": column, "values": told} if told else {"column": column}


def key_of(part: Part, value: str) -> str | None:
    """Return the value of a choice that somebody wrote as key or label; None if it is neither."""
    for key, label in part.choices:
        if key and _plain(value) in (_plain(key), *_in_every_language(label)):
            return key
    return None


def label_for(part: Part, key: Any) -> str:
    """Return how a choice is read."""
    return str(dict(part.choices).get(key, key))


def _formats(values: Collection[str]) -> list[str]:
    odd = {value for value in values if not _is_iso(value)}
    wanted = []
    for form in FORMATS:
        fitting = {value for value in odd if _fits(value, form)}
        if fitting:
            wanted.append(form)
            odd -= fitting
    return wanted


def _is_iso(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _fits(value: str, form: str) -> bool:
    try:
        datetime.strptime(value, form)  # noqa: DTZ007 only whether it can be read
    except ValueError:
        return False
    return True
