"""What the columns of other desks mean here; a mapping file may say otherwise, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from shouwen.cases.choices import CaseType, Severity
from shouwen.cases.importing.foreign import osticket, zammad
from shouwen.cases.importing.mapping import CaseMapping, read_mapping
from shouwen.cases.importing.reading import RawRow
from shouwen.cases.importing.shaping import data_of, text_of
from shouwen.cases.importing.tickets import Ticket
from shouwen.people.models import Department, Member

FOREIGN: Mapping[str, Callable[[Sequence[Path]], Iterator[Ticket]]] = {
    "zammad": zammad.tickets,
    "osticket": osticket.tickets,
}
_GRADES = {
    "1 low": Severity.MINOR, "2 normal": Severity.GENERAL, "3 high": Severity.MAJOR,
    "low": Severity.MINOR, "normal": Severity.GENERAL, "high": Severity.MAJOR,
    "emergency": Severity.MAJOR, "1": Severity.MINOR, "2": Severity.GENERAL,
    "3": Severity.MAJOR, "4": Severity.MAJOR,
}  # fmt: skip


def _preset(name: str) -> dict[str, Any]:
    case = {
        "type": {"fixed": str(CaseType.SERVICE)},
        "title": "title",
        "text": "text",
        "opened_at": "created_at",
        "closed_at": "closed_at",
        "severity": {
            "column": "priority",
            "values": {key: str(value) for key, value in _GRADES.items()},
            "otherwise": "",
        },
        "channel": "channel",
        "handler": "owner_key",
        "department": "group_key",
        "reference": "number",
        "customer": {"name": "customer", "phone": "phone", "email": "email"},
    }
    return {"source": name, "row": "number", "case": case}


def mapping_for(name: str, more: str = "") -> tuple[CaseMapping, str]:
    """Return the mapping of another desk with its text; ``more`` says otherwise where it does."""
    data, said = _preset(name), data_of(more)
    case = data["case"] | (said.get("case") or {})
    text = text_of(data | said | {"case": case})
    return read_mapping(text, name), text


def foreign_rows(name: str, paths: Sequence[Path]) -> Iterator[RawRow]:
    """Yield the tickets of an export as rows; who and where are matched with this house."""
    members, departments = _members(), _departments()
    for place, ticket in enumerate(FOREIGN[name](paths), 1):
        values = dict(ticket.values)
        values["owner_key"] = members.get(values["owner"].casefold(), "")
        values["group_key"] = departments.get(values["group"].casefold(), "")
        articles = tuple(each for each in ticket.articles if each.is_spoken and each.text)
        yield RawRow(place, place, values, articles=articles)


def _members() -> dict[str, str]:
    """Return members by sign-in name, e-mail and name; a name that two have names nobody."""
    found: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    for member in Member.objects.filter(is_system=False).order_by("pk"):
        names.setdefault(str(member).casefold(), []).append(member.username)
        if member.email:
            found[member.email.casefold()] = member.username
    found |= {name: keys[0] for name, keys in names.items() if len(keys) == 1}
    keys = Member.objects.filter(is_system=False).values_list("username", flat=True)
    return found | {key.casefold(): key for key in keys}


def _departments() -> dict[str, str]:
    found = {each.name.casefold(): each.key for each in Department.objects.all()}
    return found | {each.key.casefold(): each.key for each in Department.objects.all()}
