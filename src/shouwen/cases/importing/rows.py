"""From one row of a case book to one case with its facts, or to the reason why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from shouwen.cases.choices import CaseType, Channel, Severity
from shouwen.cases.fields import checked, in_use
from shouwen.cases.importing.mapping import CaseMapping, Source
from shouwen.cases.importing.reading import RawRow
from shouwen.cases.importing.tickets import Article
from shouwen.cases.models import CaseField
from shouwen.customers.phones import addressed, normal
from shouwen.people.models import Department, Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail
from shouwen.ui import tables

_LONGEST_TITLE = 200
T = TypeVar("T")


class RowError(ValueError):
    """A row cannot be a case; the message says which column and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFact:
    """A fact of the case after its opening, in the order they happened.

    ``author`` is who did it, None for whoever imports, or where the customer did it.
    """

    kind: str
    at: datetime
    details: Mapping[str, Detail]
    author: Member | None = None
    by_customer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCase:
    """Everything a row says about a case, read and checked."""

    row: RawRow
    key: str
    case_type: str
    title: str
    text: str
    reference: str
    severity: str
    channel: str
    category: tuple[str, ...]
    handler: Member | None
    department: Department | None
    customer: str
    phone: str
    email: str
    unit: str
    opened_at: datetime
    opening: Mapping[str, Detail]
    facts: tuple[PlannedFact, ...]
    own: Mapping[str, Detail]

    def at(self, kind: str) -> datetime | None:
        """Return when a fact of this kind happened, None if the row has none."""
        return next((fact.at for fact in self.facts if fact.kind == kind), None)

    def said(self, kind: str, detail: str) -> str:
        """Return a detail of the fact of this kind as text; empty if there is none."""
        found = (fact.details.get(detail) for fact in self.facts if fact.kind == kind)
        return str(next(found, None) or "")


class Planner:
    """Reads rows by one mapping; members and departments are looked up once."""

    def __init__(
        self,
        mapping: CaseMapping,
        *,
        members: Mapping[str, Member],
        departments: Mapping[str, Department],
    ) -> None:
        self.mapping = mapping
        self.members = members
        self.departments = departments
        self._formats = list(mapping.formats)
        self._own_fields: dict[str, list[CaseField]] = {}

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.mapping.time_zone)

    def plan(self, row: RawRow) -> PlannedCase:
        """Return the case a row stands for; raise RowError with one sentence."""
        if row.fault:
            raise RowError(row.fault)
        columns, values = self.mapping.case, row.values
        title = self._needed(columns.title, values, _("title"))
        case_type = self._choice(columns.type, values, CaseType.values)
        customer = columns.customer
        opened_at = self._moment(columns.opened_at, values)
        if opened_at is None:
            raise RowError(_("The row does not say when the matter was opened."))
        return PlannedCase(
            row=row,
            key=self._key(values),
            case_type=case_type,
            title=_short(title),
            text=self._text(columns.text, values) or (title if _short(title) != title else ""),
            reference=self._text(columns.reference, values)[:80],
            severity=self._choice(columns.severity, values, ["", *Severity.values]),
            channel=self._choice(columns.channel, values, ["", *Channel.values]),
            category=self._path(columns.category, values),
            handler=_known(self.members, self._text(columns.handler, values), _("member")),
            department=_known(
                self.departments, self._text(columns.department, values), _("department")
            ),
            customer=self._text(customer.name, values)[:120] if customer else "",
            phone=normal(self._text(customer.phone, values)) if customer else "",
            email=addressed(self._text(customer.email, values)) if customer else "",
            unit=self._text(customer.unit, values)[:200] if customer else "",
            opened_at=opened_at,
            opening=self._details("case_opened", values),
            facts=(
                *self._facts(values, opened_at),
                *(self._article(each, opened_at) for each in row.articles),
            ),
            own=self._own(case_type, values),
        )

    def _own(self, case_type: str, values: Mapping[str, str]) -> dict[str, Detail]:
        """Return the house's own fields as they are asked for in a type of case today."""
        if case_type not in self._own_fields:
            self._own_fields[case_type] = in_use(case_type)
        given = {key: self._own_value(source, values) for key, source in self.mapping.own.items()}
        try:
            return checked(self._own_fields[case_type], given)
        except RefusedError as refusal:
            raise RowError(str(refusal)) from None

    def _own_value(self, source: Source, values: Mapping[str, str]) -> Any:
        if source.read == "moment":
            at = self._moment(source, values)
            return at.date().isoformat() if at else ""
        found = self._value(source, values)
        if source.read == "yes_no" and isinstance(found, str) and found:
            return _yes_no(found)
        return found

    def _article(self, article: Article, opened_at: datetime) -> PlannedFact:
        """Return what was said as the fact it was: an answer, a note, or more from the customer."""
        author = self.members.get(article.author)
        kind = "case_noted" if article.is_internal else "case_replied"
        own: dict[str, Detail] = {"text": article.text}
        if article.by_customer:
            kind, own = "case_added_to", {**own, "by_customer": True}
        elif author is None and article.author_name:
            own = {"text": f"{article.text}\n— {article.author_name}"}
        if article.channel and kind != "case_noted":
            own["channel"] = article.channel
        return PlannedFact(
            kind=kind, at=max(self._at(article.at), opened_at), details=own, author=author,
            by_customer=article.by_customer,
        )  # fmt: skip

    def _key(self, values: Mapping[str, str]) -> str:
        row = values[self.mapping.row].strip()
        if not row:
            raise RowError(
                _("Column “%(column)s” is empty; it tells the rows apart.")
                % {"column": self.mapping.row}
            )
        return f"import:{self.mapping.source}:{row}"[:190]

    def _value(self, source: Source | None, values: Mapping[str, str]) -> str | int | bool | None:
        if source is None:
            return None
        if not source.names:
            return source.fixed
        found = source.join.join(_plain(values[name]) for name in source.names).strip()
        if not source.values and not source.has_otherwise:
            return found
        if found in source.values:
            return source.values[found]
        if source.has_otherwise:
            return source.otherwise
        if not found:
            return ""  # An empty cell was not recorded.
        raise RowError(
            _("Column “%(column)s” holds “%(value)s”, which the mapping does not translate.")
            % {"column": ", ".join(source.names), "value": found}
        )

    def _text(self, source: Source | None, values: Mapping[str, str]) -> str:
        found = self._value(source, values)
        return "" if found is None else str(found)

    def _needed(self, source: Source, values: Mapping[str, str], name: str) -> str:
        found = self._text(source, values)
        if not found:
            raise RowError(_("The row has no %(name)s.") % {"name": name})
        return found

    def _choice(self, source: Source | None, values: Mapping[str, str], allowed: list[str]) -> str:
        found = self._text(source, values)
        if found not in allowed:
            raise RowError(
                _("“%(value)s” is none of: %(allowed)s; translate it under `values:`.")
                % {"value": found, "allowed": ", ".join(a for a in allowed if a)}
            )
        return found

    def _path(self, source: Source | None, values: Mapping[str, str]) -> tuple[str, ...]:
        if source is None:
            return ()
        if len(source.names) > 1:
            return tuple(values[n].strip()[:80] for n in source.names if values[n].strip())
        found = self._text(source, values)[:80]
        return (found,) if found else ()

    def _moment(self, source: Source | None, values: Mapping[str, str]) -> datetime | None:
        text = self._text(source, values)
        if not text:
            return None
        return self._at(text)

    def _at(self, text: str) -> datetime:
        found = self._parsed(text)
        return found if found.tzinfo else found.replace(tzinfo=self._zone)

    def _parsed(self, text: str) -> datetime:
        for number, form in enumerate(self._formats):
            try:
                found = datetime.strptime(text, form)  # noqa: DTZ007 the zone is added above
            except ValueError:
                continue
            # The format that fitted last fits next; it is tried first from now on.
            self._formats.insert(0, self._formats.pop(number))
            return found
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            raise RowError(
                _("“%(text)s” is no moment in the formats of the mapping.") % {"text": text}
            ) from None

    def _facts(self, values: Mapping[str, str], opened_at: datetime) -> tuple[PlannedFact, ...]:
        columns = self.mapping.case
        planned: tuple[tuple[str, Source | None, dict[str, Detail]], ...] = (
            ("case_replied", columns.replied_at, {"text": self._text(columns.reply, values)}),
            (
                "case_resolved",
                columns.resolved_at or columns.closed_at,
                {"resolution": self._text(columns.resolution, values)},
            ),
            ("case_closed", columns.closed_at, {}),
        )
        found = []
        for kind, source, own in planned:
            at = self._moment(source, values) if source else None
            if at is None:
                continue
            if at < opened_at:
                raise RowError(
                    _("The row says the matter was settled before it was opened (%(at)s).")
                    % {"at": at.isoformat(" ")}
                )
            details = {**own, **self._details(kind, values)}
            found.append(PlannedFact(kind=kind, at=at, details=details))
        return tuple(found)

    def _details(self, kind: str, values: Mapping[str, str]) -> dict[str, Detail]:
        wanted = self.mapping.details.get(kind, {})
        found = {name: self._detail(source, values) for name, source in wanted.items()}
        return {name: value for name, value in found.items() if value not in (None, "")}

    def _detail(self, source: Source, values: Mapping[str, str]) -> Detail:
        if source.read == "moment":
            at = self._moment(source, values)
            return at.isoformat() if at else None
        found = self._value(source, values)
        if source.read == "number" and isinstance(found, str) and found:
            return _number(found)
        if source.read == "yes_no" and isinstance(found, str) and found:
            return _yes_no(found)
        return found


def _plain(cell: str) -> str:
    # The sign that keeps a spreadsheet from taking a text for a formula is no part of the text.
    text = cell.strip()
    return text[1:] if text.startswith("'") and tables.defused(text[1:]) == text else text


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"


def _known(found: Mapping[str, T], key: str, what: str) -> T | None:
    if not key:
        return None
    if key not in found:
        raise RowError(
            _("There is no %(what)s “%(key)s”; translate it under `values:` or add it first.")
            % {"what": what, "key": key}
        )
    return found[key]


def _number(text: str) -> Detail:
    # Decimals are recorded as text, so that nothing is rounded on the way.
    plain = text.replace(",", "")
    if plain.lstrip("+-").isdecimal():
        return int(plain)
    try:
        float(plain)
    except ValueError:
        raise RowError(_("“%(text)s” is not a number.") % {"text": text}) from None
    return plain


def _yes_no(text: str) -> bool:
    folded = text.casefold()
    if folded in {"yes", "y", "true", "1", "是", "有"}:
        return True
    if folded in {"no", "n", "false", "0", "否", "无"}:
        return False
    raise RowError(_("“%(text)s” is neither yes nor no.") % {"text": text})
