"""Zammad: the answers of its REST API, saved as JSON.

Understood are lists of tickets, ticket_articles, users, groups, ticket_states and
ticket_priorities, with or without ``expand=true``; answers of ``all=true`` with their ``assets``;
and answers of ``/api/v1/tags`` that were saved together with the ticket's number as ``o_id``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from shouwen.cases.choices import Channel
from shouwen.cases.importing.foreign.tables import Record, Tables, json_of, said
from shouwen.cases.importing.foreign.texts import plain
from shouwen.cases.importing.mapping import MappingError
from shouwen.cases.importing.tickets import Article, Ticket

TICKETS, ARTICLES, USERS, TAGS = "Ticket", "TicketArticle", "User", "Tag"
GROUPS, STATES, PRIORITIES, ORGANIZATIONS = "Group", "TicketState", "TicketPriority", "Organization"
# What a record of each kind has that no other has.
_SIGNS = (
    (TAGS, {"tags", "o_id"}),
    (ARTICLES, {"ticket_id", "body"}),
    (TICKETS, {"number", "title"}),
    (USERS, {"login", "firstname"}),
    (STATES, {"name", "state_type_id"}),
    (PRIORITIES, {"name", "ui_color"}),
    (ORGANIZATIONS, {"name", "shared"}),
    (GROUPS, {"name", "follow_up_possible"}),
)
_NAMES = {
    "tickets": TICKETS, "ticket_articles": ARTICLES, "articles": ARTICLES, "users": USERS,
    "ticket_states": STATES, "states": STATES, "ticket_priorities": PRIORITIES,
    "priorities": PRIORITIES, "groups": GROUPS, "organizations": ORGANIZATIONS, "tags": TAGS,
}  # fmt: skip
_CHANNELS = {
    "email": Channel.MAIL, "phone": Channel.PHONE, "web": Channel.WEB, "chat": Channel.WEB,
    "sms": Channel.APP, "telegram personal-message": Channel.APP,
    "whatsapp message": Channel.APP, "wechat message": Channel.WECHAT,
}  # fmt: skip
_CLOSED = ("closed", "merged")


def tickets(paths: Sequence[Path]) -> Iterator[Ticket]:
    """Yield the tickets of an export, each with its articles in their order."""
    tables = Tables()
    for path in paths:
        if not _gather(json_of(path), tables, ""):
            raise MappingError(
                _("%(file)s holds nothing of Zammad's API; save its answers as they are.")
                % {"file": path.name}
            )
    articles = tables.by(ARTICLES, "ticket_id")
    for record in tables.all(TICKETS):
        yield _ticket(record, articles.get(str(record.get("id")), []), tables)


def _gather(data: Any, tables: Tables, kind: str) -> int:
    """Take over the records that stand in an answer, and return how many there were."""
    if isinstance(data, list):
        return sum(_gather(each, tables, kind) for each in data)
    if not isinstance(data, dict):
        return 0
    if isinstance(data.get("assets"), dict):
        return _assets(data["assets"], tables)
    kind = kind or next((name for name, sign in _SIGNS if sign <= data.keys()), "")
    if not kind:
        named = {name: part for name, part in data.items() if name in _NAMES}
        return sum(_gather(part, tables, _NAMES[name]) for name, part in named.items())
    key = "o_id" if kind == TAGS else "id"
    tables.add(kind, data, str(data.get(key)))
    inside = data.get("articles")
    return 1 + (_gather(inside, tables, ARTICLES) if isinstance(inside, list) else 0)


def _assets(assets: dict[str, Any], tables: Tables) -> int:
    found = 0
    for kind, records in assets.items():
        if isinstance(records, dict):
            found += sum(_gather(each, tables, kind) for each in records.values())
    return found


def _ticket(record: Record, articles: Iterable[Record], tables: Tables) -> Ticket:
    in_order = sorted(articles, key=lambda each: (said(each.get("created_at")), _number(each)))
    read = [_article(each, tables) for each in in_order]
    customer = tables.one(USERS, record.get("customer_id"))
    organization = tables.one(ORGANIZATIONS, record.get("organization_id"))
    state = _name(record, "state", tables, STATES)
    is_closed = state in _CLOSED
    values = {
        "number": said(record.get("number")),
        "title": said(record.get("title")),
        "text": read[0].text if read else "",
        "created_at": said(record.get("created_at")),
        "closed_at": said(record.get("close_at") or record.get("updated_at")) if is_closed else "",
        "state": state,
        "priority": _name(record, "priority", tables, PRIORITIES),
        "group": _name(record, "group", tables, GROUPS),
        "owner": _login(record, "owner", tables),
        "type": said(record.get("type")),
        "channel": read[0].channel if read else "",
        "customer": _person(customer) or said(record.get("customer")),
        "phone": said(customer.get("phone") or customer.get("mobile")),
        "email": said(customer.get("email")),
        "organization": said(organization.get("name") or record.get("organization")),
        "tags": " ".join(map(str, tables.one(TAGS, record.get("id")).get("tags") or ())),
    }
    return Ticket(values=values, articles=tuple(read[1:]))


def _number(record: Record) -> int:
    number = said(record.get("id"))
    return int(number) if number.isdecimal() else 0


def _name(record: Record, part: str, tables: Tables, kind: str) -> str:
    """Return the name of what a ticket points to: written out in expanded answers, else by id."""
    given = record.get(part)
    if isinstance(given, str):
        return given.strip()
    return said(tables.one(kind, record.get(f"{part}_id")).get("name"))


def _login(record: Record, part: str, tables: Tables) -> str:
    given = record.get(part)
    user = tables.one(USERS, record.get(f"{part}_id"))
    login = given if isinstance(given, str) else said(user.get("login"))
    # The user number 1 is nobody: a dash stands for tickets without an owner.
    return "" if login == "-" else said(login)


def _person(user: Record) -> str:
    names = (said(user.get(part)) for part in ("firstname", "lastname"))
    return " ".join(name for name in names if name) or said(user.get("login"))


def _article(record: Record, tables: Tables) -> Article:
    body = said(record.get("body"))
    author = tables.one(USERS, record.get("origin_by_id") or record.get("created_by_id"))
    is_html = "html" in said(record.get("content_type"))
    kind = said(record.get("type")).lower()
    sender = said(record.get("sender")).lower()
    return Article(
        at=said(record.get("created_at")),
        text=plain(body) if is_html else body,
        author=said(author.get("login") or record.get("created_by")),
        author_name=_person(author) or said(record.get("from")),
        channel=str(_CHANNELS.get(kind, "")),
        by_customer=sender == "customer",
        is_internal=record.get("internal") is True or (sender == "agent" and kind == "note"),
        is_spoken=sender in ("customer", "agent"),
    )
