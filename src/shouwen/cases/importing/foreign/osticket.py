"""osTicket: its export of tickets as CSV, and its tables as phpMyAdmin writes them.

The export of the staff panel knows no threads. With them: the tables ticket, thread, thread_entry
(and user, user_email, ticket__cdata, staff, department, help_topic, ticket_status), each as CSV
with a header or all in one JSON file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from shouwen.cases.choices import Channel
from shouwen.cases.importing.foreign.tables import Record, Tables, csv_of, json_of, said
from shouwen.cases.importing.foreign.texts import plain
from shouwen.cases.importing.mapping import MappingError
from shouwen.cases.importing.tickets import Article, Ticket

PANEL = "panel"
# The columns by which a table is known, and its key; the first that fits counts.
_SIGNS: tuple[tuple[str, str, frozenset[str]], ...] = (
    (PANEL, "Ticket Number", frozenset({"Ticket Number", "Date Created"})),
    ("ticket__cdata", "ticket_id", frozenset({"ticket_id", "subject", "priority"})),
    ("ticket", "ticket_id", frozenset({"ticket_id", "number", "user_id"})),
    ("thread_entry", "id", frozenset({"thread_id", "poster", "body"})),
    ("thread", "id", frozenset({"object_id", "object_type"})),
    ("user_email", "id", frozenset({"user_id", "address"})),
    ("user", "id", frozenset({"default_email_id", "name"})),
    ("staff", "staff_id", frozenset({"staff_id", "username"})),
    ("department", "id", frozenset({"dept_id", "name", "signature"})),
    ("department", "id", frozenset({"name", "signature", "ispublic"})),
    ("help_topic", "topic_id", frozenset({"topic_id", "topic"})),
    ("ticket_status", "id", frozenset({"name", "state", "mode"})),
)
_CHANNELS = {
    "phone": Channel.PHONE, "email": Channel.MAIL, "web": Channel.WEB, "api": Channel.WEB,
}  # fmt: skip
_CLOSED = ("closed", "resolved", "archived")


def tickets(paths: Sequence[Path]) -> Iterator[Ticket]:
    """Yield the tickets of an export, with their threads where those were exported."""
    tables = Tables()
    for path in paths:
        if not _gather(path, tables):
            raise MappingError(
                _("%(file)s holds no table of osTicket; export it with its header.")
                % {"file": path.name}
            )
    told: set[str] = set()
    threads = _threads(tables)
    for record in tables.all("ticket"):
        yield _of_table(record, threads.get(str(record.get("ticket_id")), []), tables)
        told.add(said(record.get("number")))
    for record in tables.all(PANEL):
        if said(record.get("Ticket Number")) not in told:
            yield _of_panel(record)


def _gather(path: Path, tables: Tables) -> int:
    if path.suffix.lower() == ".json":
        return _of_json(json_of(path), tables)
    header, records = csv_of(path)
    return _take(frozenset(header), records, tables)


def _of_json(data: Any, tables: Tables) -> int:
    """Take over the tables of a phpMyAdmin export, or a bare list of records."""
    if isinstance(data, dict):
        data = [data]
    if not isinstance(data, list):
        return 0
    found = 0
    plain_records = [one for one in data if isinstance(one, dict) and "type" not in one]
    groups = [one["data"] for one in data if _is_table(one)] + [plain_records]
    for records in groups:
        rows = [one for one in records if isinstance(one, dict)]
        if rows:
            found += _take(frozenset(rows[0]), rows, tables)
    return found


def _is_table(one: Any) -> bool:
    return (
        isinstance(one, dict) and one.get("type") == "table" and isinstance(one.get("data"), list)
    )


def _take(header: frozenset[str], records: Iterable[Mapping[str, Any]], tables: Tables) -> int:
    for table, key, sign in _SIGNS:
        if sign <= header:
            taken = 0
            for taken, record in enumerate(records, 1):  # noqa: B007 counts
                tables.add(table, record, said(record.get(key)))
            return max(taken, 1)
    return 0


# ── the tables ───────────────────────────────────────────────────────────────────────────────


def _threads(tables: Tables) -> dict[str, list[Record]]:
    entries = tables.by("thread_entry", "thread_id")
    found: dict[str, list[Record]] = {}
    for thread in tables.all("thread"):
        if said(thread.get("object_type")) == "T":
            mine = entries.get(said(thread.get("id")), [])
            found.setdefault(said(thread.get("object_id")), []).extend(mine)
    return found


def _of_table(record: Record, entries: Iterable[Record], tables: Tables) -> Ticket:
    in_order = sorted(entries, key=lambda each: (said(each.get("created")), _number(each)))
    read = [_article(each, tables) for each in in_order]
    user = tables.one("user", record.get("user_id"))
    more = tables.one("ticket__cdata", record.get("ticket_id"))
    status = tables.one("ticket_status", record.get("status_id"))
    values = {
        "number": said(record.get("number")),
        "title": said(more.get("subject")) or (read[0].text[:200] if read else ""),
        "text": read[0].text if read else "",
        "created_at": said(record.get("created")),
        "closed_at": said(record.get("closed")),
        "state": said(status.get("state") or status.get("name")),
        "priority": said(more.get("priority")),
        "group": said(tables.one("department", record.get("dept_id")).get("name")),
        "topic": said(tables.one("help_topic", record.get("topic_id")).get("topic")),
        "owner": said(tables.one("staff", record.get("staff_id")).get("username")),
        "channel": _channel(record.get("source")),
        "customer": said(user.get("name")),
        "email": said(tables.one("user_email", user.get("default_email_id")).get("address")),
        "phone": "",
    }
    return Ticket(values=values, articles=tuple(read[1:]))


def _number(record: Record) -> int:
    number = said(record.get("id"))
    return int(number) if number.isdecimal() else 0


def _channel(source: Any) -> str:
    return str(_CHANNELS.get(said(source).lower(), ""))


def _article(record: Record, tables: Tables) -> Article:
    body = said(record.get("body"))
    staff = tables.one("staff", record.get("staff_id"))
    kind = said(record.get("type"))
    return Article(
        at=said(record.get("created")),
        text=plain(body) if said(record.get("format")).lower() == "html" else body,
        author=said(staff.get("username")),
        author_name=said(record.get("poster")),
        channel=_channel(record.get("source")),
        by_customer=kind == "M",
        is_internal=kind == "N",
        # Notices of the system are notes that nobody wrote.
        is_spoken=kind in ("M", "R") or said(record.get("staff_id")) not in ("", "0"),
    )


# ── the export of the panel ──────────────────────────────────────────────────────────────────


def _of_panel(record: Record) -> Ticket:
    state = said(record.get("Current Status")).lower()
    ended = said(record.get("Closed Date") or record.get("Last Updated"))
    values = {
        "number": said(record.get("Ticket Number")),
        "title": said(record.get("Subject")),
        "text": "",
        "created_at": said(record.get("Date Created")),
        "closed_at": ended if state in _CLOSED else "",
        "state": state,
        "priority": said(record.get("Priority")),
        "group": said(record.get("Department")),
        "topic": said(record.get("Help Topic")),
        "owner": said(record.get("Agent Assigned")),
        "channel": _channel(record.get("Source")),
        "customer": said(record.get("From")),
        "email": said(record.get("From Email")),
        "phone": said(record.get("Phone Number")),
    }
    return Ticket(values=values, articles=())
