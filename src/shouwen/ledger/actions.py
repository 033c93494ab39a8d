"""Everything that writes to the ledger: move, and counter what was moved."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.journal.queries import FactRow
from shouwen.ledger.errors import AmountDiffersError, CannotCounterError, UnfitTransferError
from shouwen.ledger.models import MOST_PARTS, Account, Transfer
from shouwen.ledger.settling import place_of
from shouwen.policy import rulings
from shouwen.policy.amounts import YUAN, Quantity

__all__ = [
    "AccountName",
    "AmountDiffersError",
    "CannotCounterError",
    "Transfer",
    "UnfitTransferError",
    "counter",
    "move",
    "period_of",
]


class AccountName(Protocol):
    """Whose account it is: anything with ``kind`` (member, fund, department, post) and ``key``."""

    @property
    def kind(self) -> str:
        """What kind of holder the account has."""

    @property
    def key(self) -> str:
        """The holder's key, such as a member's or ``company``."""


def period_of(at: datetime) -> str:
    """Return the month a moment belongs to by the house's clock: ``2024-03``."""
    return timezone.localtime(at).strftime("%Y-%m")


@transaction.atomic
def move(
    *,
    ruling: rulings.Transfer,
    fact_row: FactRow,
    version_id: int,
    payer: AccountName,
    payee: AccountName,
    at: datetime,
    period: str | None = None,
    because: str = "",
) -> Transfer:
    """Move what a ruling says between two accounts; ``at`` is the moment of recording.

    ``because`` tells apart what one rule moves twice for one fact between the same two: joint
    liability for two fines names each fine's rule.
    It belongs to the month of the fact unless ``period`` says another; if that is locked, to the
    next one that is not, which it says (``late_for``). Moving the same again
    returns what was moved before; another amount raises AmountDiffersError. A ruling that moves
    nothing, or from an account to itself, raises UnfitTransferError.
    """
    unit, parts = ruling.quantity.unit, ruling.quantity.parts
    _refuse_unfit(ruling, payer, payee)
    place = place_of(period or period_of(fact_row.happened_at), ruling.settled, at)
    key = {
        "fact": fact_row,
        "regulation": ruling.cites.regulation,
        "rule_id": ruling.rule,
        "clause_address": ruling.cites.address,
        "because": because,
        "payer": _account(payer, unit),
        "payee": _account(payee, unit),
        "counters": None,
    }
    columns = {
        "version_id": version_id,
        "title": ruling.cites.title,
        "clause_number": ruling.cites.number,
        "about": fact_row.about,
        "unit": unit,
        "parts": parts,
        "happened_at": fact_row.happened_at,
        "recorded_at": at,
        **asdict(place),
        "steps": [step.as_json() for step in ruling.steps],
    }
    # The database lets a clause move once per fact and pair, whoever else is judging it.
    moved, created = Transfer.objects.get_or_create(**key, defaults=columns)
    if not created and moved.parts != parts:
        raise _differs(moved, ruling)
    return moved


def _refuse_unfit(ruling: rulings.Transfer, payer: AccountName, payee: AccountName) -> None:
    if not 0 < ruling.quantity.parts <= MOST_PARTS:
        raise UnfitTransferError(
            _(
                "%(clause)s: %(amount)s cannot be moved; "
                "an amount is above zero and at most %(most)s."
            )
            % {
                "clause": ruling.cites,
                "amount": _said(ruling.quantity),
                "most": _said(Quantity(ruling.quantity.unit, MOST_PARTS)),
            }
        )
    if (payer.kind, payer.key) == (payee.kind, payee.key):
        raise UnfitTransferError(
            _("%(clause)s: %(account)s cannot pay itself; correct who pays or who receives.")
            % {"clause": ruling.cites, "account": f"{payer.kind}:{payer.key}"}
        )


def _differs(moved: Transfer, ruling: rulings.Transfer) -> AmountDiffersError:
    before = Quantity(moved.unit, moved.parts)
    return AmountDiffersError(
        _(
            "%(clause)s already moved %(before)s for fact %(number)s, and now says %(now)s; "
            "correct the fact first."
        )
        % {
            "clause": ruling.cites,
            "before": _said(before),
            "number": moved.fact_id,
            "now": _said(ruling.quantity),
        }
    )


def _said(quantity: Quantity) -> str:
    if quantity.unit == YUAN:
        return _("%(amount)s yuan") % {"amount": f"{quantity.value:.2f}"}
    return str(quantity)


def _account(name: AccountName, unit: str) -> Account:
    account, _created = Account.objects.get_or_create(kind=name.kind, key=name.key, unit=unit)
    return account


@transaction.atomic
def counter(
    *, transfer: Transfer, fact_row: FactRow, at: datetime, period: str | None = None
) -> Transfer:
    """Move a transfer back, once; return the counter-entry, also if it was there before.

    It belongs to the month of the correcting fact unless ``period`` says another, so a month that
    was paid out stays as it was; what is only to be paid later is taken back in that later month.
    Raises CannotCounterError for a counter-entry.
    """
    if transfer.counters_id is not None:
        raise CannotCounterError(
            _("Entry %(number)s is itself a counter-entry; record the fact anew instead.")
            % {"number": transfer.pk}
        )
    month = period or max(period_of(fact_row.happened_at), transfer.period)
    place = place_of(month, transfer.settled_in, at)
    columns = {
        "fact": fact_row,
        "version_id": transfer.version_id,
        "regulation": transfer.regulation,
        "title": transfer.title,
        "rule_id": transfer.rule_id,
        "clause_address": transfer.clause_address,
        "clause_number": transfer.clause_number,
        "about": transfer.about,
        "because": transfer.because,
        "payer_id": transfer.payee_id,
        "payee_id": transfer.payer_id,
        "unit": transfer.unit,
        "parts": transfer.parts,
        "happened_at": fact_row.happened_at,
        "recorded_at": at,
        **asdict(place),
        "steps": transfer.steps,
    }
    countered, _created = Transfer.objects.get_or_create(counters=transfer, defaults=columns)
    return countered
