"""Run in a process of its own, and killed: many writers fill in, take from stock, and sign at once.

The arguments are a name, the number of writers, and how much each writes. Each thing has a token,
so that a process that begins again does nothing twice. What the house acknowledged is printed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import django

django.setup()

from django.db import OperationalError, connections  # noqa: E402 - only once Django stands
from django.utils import timezone  # noqa: E402

from shouwen.approvals.queries import State  # noqa: E402
from shouwen.enforcement.outcome import Outcome  # noqa: E402
from shouwen.enforcement.sent import Sent  # noqa: E402
from shouwen.journal import queries as journal  # noqa: E402
from shouwen.people import queries as people  # noqa: E402
from shouwen.people.refusals import RefusedError  # noqa: E402
from shouwen.policy.facts import Detail  # noqa: E402
from shouwen.registers import actions  # noqa: E402
from shouwen.registers.actions import Hand  # noqa: E402
from shouwen.registers.register import Register, register_of  # noqa: E402
from shouwen.regulations import queries as regulations  # noqa: E402

HAPPENED = datetime(2024, 3, 4, 2, 0, tzinfo=UTC)
DRAWN = "[[10,20,30,40]]"
SLIP: dict[str, Detail] = {
    "goods": "盐酸", "drawn": "5", "used": "3", "returned": "2", "price": "12.50",
    "dangerous": False, "keeper_signed": True,
}  # fmt: skip


def insist(act: Callable[[], Outcome]) -> Outcome:
    """Try again while the database is too busy to answer, as a browser would."""
    for _ in range(200):
        try:
            return act()
        except OperationalError:
            time.sleep(0.05)
    raise SystemExit("the database never answered")


def register(slug: str, rule: str) -> Register:
    """Return a register in force on the day everything happens."""
    found = register_of(regulations.in_force_on(HAPPENED.date()), HAPPENED.date(), slug, rule)
    if found is None:
        raise SystemExit(f"no register {slug}/{rule}")
    return found


class Writer:
    """One of the writers: everything it does goes through the registers' own actions."""

    def __init__(self, name: str, slips: Register, taken: Register, keys: Register) -> None:
        """Know the registers, and who is who."""
        self.name, self.slips, self.taken, self.keys = name, slips, taken, keys
        members = people.members_by_keys(["li", "he"])
        self.li, self.he = members["li"], members["he"]

    def fill(self, found: Register, kind: str, details: dict[str, Detail], token: str) -> Outcome:
        """Enter a form, once however often it is sent."""
        return insist(
            lambda: actions.fill_in(
                register=found, kind=kind, details=details, happened_at=HAPPENED,
                sent=Sent.at_once(self.li, timezone.now(), token=token),
            )
        )  # fmt: skip

    def slip(self, token: str) -> None:
        """Fill in a numbered slip and sign it by hand."""
        row = self.fill(self.slips, "goods_drawn", SLIP, token).row
        said(f"slip {token} {row.details['number']}")
        insist(
            lambda: actions.sign(
                register=self.slips, row=journal.find(row.number) or row, slot="by",
                hand=Hand(strokes=DRAWN),
                sent=Sent.at_once(self.li, timezone.now(), token=f"s-{token}"),
            )
        )  # fmt: skip
        said(f"signed {token}")

    def take(self, token: str) -> None:
        """Take one of what there is, if there is any."""
        goods: dict[str, Detail] = {"goods": "酒精", "quantity": "1", "place": "库房"}
        outcome = self.fill(self.taken, "goods_taken", goods, token)
        said(f"{'refused' if outcome.refused else 'taken'} {token}")

    def key(self, token: str) -> None:
        """Ask for a key, which the manager signs for by hand."""
        asked: dict[str, Detail] = {"room": token, "purpose": "visit"}
        held = self.fill(self.keys, "key_lent", asked, token).held
        if held is None or held.state != State.WAITING:
            return
        try:
            insist(
                lambda: actions.sign_held(
                    register=self.keys, request=held, hand=Hand(strokes=DRAWN),
                    sent=Sent.at_once(self.he, timezone.now()),
                )
            )  # fmt: skip
        except RefusedError:
            return
        said(f"lent {token}")

    def work(self, much: int) -> None:
        """Do everything, each thing under its own token."""
        try:
            for number in range(much):
                token = f"{self.name}-{number}"
                self.slip(f"slip-{token}")
                self.take(f"take-{token}")
                if not number:
                    self.key(f"key-{token}")
        finally:
            connections.close_all()


def said(line: str) -> None:
    """Print a line at once; a killed process has said what it was told."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Let all writers work at once."""
    name, writers, much = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    books = (
        register("store", "drawing"), register("stores", "taken"), register("store", "keys"),
    )  # fmt: skip
    with ThreadPoolExecutor(writers) as pool:
        done = [
            pool.submit(Writer(f"{name}{place}", *books).work, much) for place in range(writers)
        ]
    for each in done:
        each.result()
    said("done")


if __name__ == "__main__":
    main()
