"""Every address, for everybody: who may read and who may write is declared, and holds.

``matrix.csv`` has one line for each address and one column for each role: ``r`` may ask for it,
``w`` may send to it, ``rw`` both, empty neither. An address without a line fails, so that nobody
adds one without saying who may come in. Whoever may not, is sent to sign in or sees 403 or 404.
Nothing is sent along: ``?`` stands where the API reads the body before it asks who may, and the
API's own tests send a whole one. Where a sample is of a record that is not there, nobody comes in.

Lines for new addresses: ``MATRIX=1 pytest tests/access/test_matrix.py -k lines`` adds them as they
are now; look at what it added before you commit it.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.template.base import Template
from django.test import Client

from shouwen.people.models import Member
from shouwen.portal.models import Offer
from tests.access.addresses import every_pattern, one_address
from tests.access.test_no_leak import PROGRAMS, World, somebody, world
from tests.api.conftest import program_of
from tests.cast import Cast
from tests.portal.conftest import Customer, open_portal

__all__ = ["world"]
pytestmark = pytest.mark.once

DECLARED = Path(__file__).parent / "matrix.csv"
# system is the house itself, which nobody can sign in as; if somebody could, it may nothing more.
ROLES: dict[str, Callable[[Cast], Member | None]] = {
    "anonymous": lambda _cast: None,
    "customer": lambda _cast: None,
    "system": lambda cast: cast.system,
    "nobody": lambda _cast: Member.objects.get(username="sun"),
    "reader": lambda cast: somebody("lin", cast),
    "auditor": lambda cast: somebody("viewer", cast),
    "agent": lambda cast: cast.wang,
    "engineer": lambda cast: cast.zhang,
    "lead": lambda cast: cast.li,
    "stranger": lambda cast: cast.zhao,
    "manager": lambda cast: cast.he,
}
# Where one is sent who has to say first who they are.
ELSEWHERE = ("/accounts/login/", "/portal/confirm/", "/portal/follow/")
NO = (401, 403, 404)
NOT_SO = 405
# Asked in their own tests: they end the session that asks, or begin another. Whoever holds the
# link of a receipt may follow that one matter, by design.
APART = ("account_logout", "demo:sign_in", "set_language", "portal:leave", "portal:link")
UNREADABLE = (400, 415, 422)


def declared() -> dict[str, dict[str, str]]:
    with DECLARED.open(encoding="utf-8", newline="") as file:
        return {row.pop("address"): row for row in csv.DictReader(file)}


def names() -> list[str]:
    return sorted({name for name, _arguments in every_pattern()} - set(APART))


def test_every_address_is_declared_and_nothing_else_is():
    lines = declared()

    assert sorted(lines) == names(), "add a line to, or take it from, tests/access/matrix.csv"
    assert all(list(roles) == list(ROLES) for roles in lines.values())


def test_every_address_has_a_name_to_be_declared_by():
    assert [pattern for pattern in every_pattern(unnamed=True) if not pattern[0]] == []


@pytest.mark.parametrize("role", ROLES)
def test_who_may_come_in_is_as_declared(
    world: World, cast: Cast, client: Client, role: str
) -> None:
    caller = caller_as(role, cast, world)

    found = dict(walked(caller, world, names()))

    expected = {name: line[role] for name, line in declared().items() if name in found}
    assert {n: f for n, f in found.items() if f != expected.get(n)} == {
        n: expected.get(n) for n, f in found.items() if f != expected.get(n)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody with a browser, and a program that acts for them."""

    client: Client
    program: dict[str, str]

    def asks(self, address: str) -> Any:
        """Ask for an address."""
        return self.client.get(address, headers=self._head(address))

    def sends(self, address: str) -> Any:
        """Send nothing to an address, and leave no trace of it."""
        with transaction.atomic():
            answer = self.client.post(address, **self._nothing(address))
            transaction.set_rollback(True)
        return answer

    def _nothing(self, address: str) -> dict[str, Any]:
        if not address.startswith(PROGRAMS):
            return {"data": {}}
        return {"data": "{}", "content_type": "application/json", "headers": self.program}

    def _head(self, address: str) -> dict[str, str]:
        return self.program if address.startswith(PROGRAMS) else {}


def caller_as(role: str, cast: Cast, world: World) -> Caller:
    """Bring somebody of a role to the door, with a customer's matter in the house."""
    customer = Customer(Client())
    _file_a_matter(customer, cast, world)
    if role == "customer":
        return Caller(client=customer.client, program={})
    member, client = ROLES[role](cast), Client()
    if member is None:
        return Caller(client=client, program={})
    client.force_login(member)
    return Caller(client=client, program=program_of(member).headers)


def _file_a_matter(customer: Customer, cast: Cast, world: World) -> None:
    open_portal(cast)
    offer = Offer.objects.get()
    customer.confirm()
    customer.files(offer)
    number, _code, link = customer.receipt()
    world.samples["portal"] = [{
        "link": link, "number": number, "verb": "add", "pk": offer.pk, "kind": "complaint",
    }]  # fmt: skip


def walked(caller: Caller, world: World, wanted: list[str]) -> Iterator[tuple[str, str]]:
    """Ask for these addresses and send to them; yield each name with what was let in."""
    for name in wanted:
        address = one_address(name, world.samples)
        if address is None:
            continue
        read, sent = is_let_in(caller.asks(address)), caller.sends(address)
        written = "w" if is_let_in(sent) else ""
        if address.startswith(PROGRAMS) and sent.status_code in UNREADABLE:
            written = "?"
        yield name, ("r" if read else "") + written


def is_let_in(answer: HttpResponse) -> bool:
    """Return whether an answer is that of somebody who may come in, whatever they were told."""
    if answer.status_code in NO or answer.status_code == NOT_SO:
        return False
    return not answer.headers.get("Location", "").startswith(ELSEWHERE)


@pytest.mark.skipif("MATRIX" not in os.environ, reason="writes lines for new addresses; by hand")
def test_lines_for_new_addresses_are_written(
    world: World, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = declared()
    new = [name for name in names() if name not in known]
    lines = {name: line for name, line in known.items() if name in names()}
    lines |= {name: dict.fromkeys(ROLES, "") for name in new}
    for role in ROLES:
        with transaction.atomic(), monkeypatch.context() as patched:
            caller = caller_as(role, cast, world)
            patched.setattr(Template, "_render", lambda *_: "")
            for name, found in walked(caller, world, new):
                lines[name][role] = found
            transaction.set_rollback(True)
    with DECLARED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["address", *ROLES], lineterminator="\n")
        writer.writeheader()
        writer.writerows({"address": name, **lines[name]} for name in sorted(lines))
