"""What recording a fact led to."""

from __future__ import annotations

from dataclasses import dataclass, field

from shouwen.approvals.actions import Request
from shouwen.enforcement.models import OpenQuestion
from shouwen.journal.actions import FactRow
from shouwen.ledger.actions import Transfer
from shouwen.obligations.actions import ObligationRow
from shouwen.policy.discharges import Discharge
from shouwen.policy.rulings import Permission, Ruling


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What the regulations made of a fact.

    ``fact`` is None when the fact was not recorded: then ``refused`` says why not, or ``held``
    is the approval it waits for. ``repeated`` means that the same request came before and nothing
    changed. The lists hold what was opened, met, moved and asked in the same transaction; ``unmet``
    are duties that the fact could have met but does not, such as a visit without a signature.
    """

    fact: FactRow | None = None
    rulings: tuple[Ruling, ...] = ()
    held: Request | None = None
    refused: Permission | None = None
    repeated: bool = False
    opened: list[ObligationRow] = field(default_factory=list)
    met: list[ObligationRow] = field(default_factory=list)
    unmet: list[Discharge] = field(default_factory=list)
    moved: list[Transfer] = field(default_factory=list)
    asked: list[OpenQuestion] = field(default_factory=list)

    @property
    def row(self) -> FactRow:
        """The recorded fact; raises LookupError where none was recorded."""
        if self.fact is None:
            raise LookupError("The fact was held or refused, so there is no row of it.")
        return self.fact
