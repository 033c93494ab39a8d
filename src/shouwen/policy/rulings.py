"""What a rule says about a fact. Every ruling cites its clause and carries its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shouwen.policy.amounts import Quantity
from shouwen.policy.clauses import Clause
from shouwen.policy.steps import Step


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody a ruling speaks of, before the house knows which member that is today.

    ``kind`` is one of ``member`` (``key`` is a member's key), ``post`` (a post's key, its holders),
    ``superior`` (the superior of member ``key``), ``department`` (a department's key), or
    ``fund`` (an account of the house such as ``company``).
    """

    kind: str
    key: str

    def __str__(self) -> str:
        """Write the party as ``kind:key``."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The common part: which rule spoke, under which clause, and how it got there."""

    rule: str
    cites: Clause
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing(Ruling):
    """The rule was asked and has nothing to say to this fact; the steps tell why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(Ruling):
    """The rule cannot be decided until ``missing`` details (or figures) are recorded."""

    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """At ``at`` somebody else is told that the matter is open."""

    at: datetime
    to: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation(Ruling):
    """Somebody owes something, by a time if the regulation sets one.

    ``due_at`` is None where the text sets no limit ("promptly"): elapsed time is measured.
    ``duty`` is the regulation's own words. Everything needed to work the time out again after a
    pause is in the rule; ``pausable`` says whether a pause stops this clock. ``provisional`` says
    that a holiday notice not yet published may still move the time. ``once`` keeps at most one
    open per rule and matter. ``evidence`` and ``reviewer`` say what proves it, and to whom.
    """

    duty: str
    duty_en: str = ""
    owed_by: Party
    opened_at: datetime
    due_at: datetime | None
    warn_at: datetime | None = None
    escalations: tuple[Escalation, ...] = ()
    pausable: bool = False
    calendar: str = ""
    provisional: bool = False
    once: bool = True
    evidence: tuple[str, ...] = ()
    reviewer: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One step of an approval: any one of these parties signs, or each of them if ``joint``.

    ``in_person``: nobody signs as somebody's substitute.
    """

    any_of: tuple[Party, ...]
    joint: bool = False
    in_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """How a field may be shown: its first and last characters; the rest is covered.

    With ``tail`` everything from that sign on is shown as well, such as the end of an address.
    """

    field: str
    first: int = 0
    last: int = 0
    tail: str = ""

    def over(self, text: str) -> str:
        """Return a text with what may not be seen covered; a short one is covered whole."""
        last = self.last
        if self.tail and self.tail in text:
            last = len(text) - text.index(self.tail)
        hidden = len(text) - self.first - last
        if hidden <= 0:
            return "*" * len(text)
        return text[: self.first] + "*" * hidden + text[len(text) - last :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission(Ruling):
    """Whether something may be done: ``granted``, ``refused``, or ``held`` until tiers have signed.

    ``barred`` are member keys that may not sign (separation of duties). ``expires_at`` ends an
    unanswered request. ``reason`` is the code of the step that says why it is refused.
    ``figures`` are what a form computes, by field. ``consent`` says that an unanswered request
    counts as granted when it ends.
    ``masks`` say which fields may only be shown in part. ``absent`` are the numbers of a run that
    were not found.
    """

    state: str
    tiers: tuple[Tier, ...] = ()
    barred: tuple[str, ...] = ()
    expires_at: datetime | None = None
    consent: bool = False
    reason: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    masks: tuple[Mask, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Ruling):
    """Points or money move from ``payer`` to ``payee``; ``quantity`` is above zero.

    ``period`` is the month to whose account it goes, as ``2024-04``, where the regulation names
    one; otherwise it is the month of the fact. ``settled`` is the period with which it is settled,
    as ``2024-H2``, where the regulation names one.
    """

    payer: Party
    payee: Party
    quantity: Quantity
    period: str = ""
    settled: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Ruling):
    """A target was measured: ``met`` is None while the population is unknown or empty.

    ``value`` and ``threshold`` are as people read them (``98.67 %``, ``99 %``). ``needed`` is how
    many of the population must comply, where the target is a share. ``findings`` are the keys of
    what was found wrong, where conduct was checked.
    """

    met: bool | None
    value: str
    threshold: str
    unit: str = ""
    needed: int | None = None
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Classed(Ruling):
    """What somebody's coming or going counts as: late, absent, off post.

    ``name`` is the class's key. ``minutes`` is as people read it, empty where nothing was
    measured. The judge raises it as a fact of its own, so that other rules can say what follows.
    """

    person: str
    name: str
    label: str = ""
    label_en: str = ""
    minutes: str = ""
