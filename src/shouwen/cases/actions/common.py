"""What every action on a case shares: claim it, tell enforcement, hand back what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shouwen.approvals.queries import proposed_fact
from shouwen.cases.at_hand import at_hand
from shouwen.cases.choices import STANDING
from shouwen.cases.models import Case
from shouwen.enforcement.actions import Outcome, outcome_before, record_fact, take_turn
from shouwen.enforcement.book import look_up_before
from shouwen.enforcement.kept import looked_up_once
from shouwen.enforcement.words import refusal_text
from shouwen.files.actions import name_in
from shouwen.files.models import StoredFile
from shouwen.files.queries import DETAIL, told
from shouwen.journal.actions import Turn
from shouwen.journal.queries import fact_of
from shouwen.people.asking import Objects
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.rulings import Permission, Ruling

RELATED = (
    "category", "handler", "first_owner", "team", "queue", "responsible_department", "customer",
)  # fmt: skip
# What is counted and looked up of a case needs more than its facts do.
_AT_HAND = (*RELATED, "contact", "tally")
# These facts change rows of cases themselves, while they are recorded.
_TYING = frozenset({
    "case_linked", "case_merged", "case_split", "case_shared", "case_item_ticked", "case_snoozed",
})  # fmt: skip


class LostRaceError(RefusedError):
    """The case is no longer where the member saw it; nothing was changed."""


class RuledOutError(RefusedError):
    """A regulation forbids this; ``permission`` cites the clause."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(
            _("This is not allowed: %(reason)s") % {"reason": refusal_text(permission)}
        )
        self.permission = permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A case after an action, and what the regulations made of it.

    ``outcome`` is None where nothing was recorded because it had been recorded before.
    """

    case: Case
    outcome: Outcome | None

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """What each rule in force that day said."""
        return self.outcome.rulings if self.outcome else ()

    @property
    def waits(self) -> bool:
        """Whether the step waits for signatures and has not happened yet."""
        return bool(self.outcome and self.outcome.held)


def details_of(case: Case, **own: Detail) -> dict[str, Detail]:
    """Return the details every fact about a case carries, and the fact's own over them.

    What is blank was not recorded and is left out. The customer stands as a number.
    """
    found: dict[str, Detail] = {
        "number": case.number,
        "case_type": case.case_type,
        "severity": case.severity,
        "channel": case.channel,
        "category": case.category.name if case.category else None,
        "customer": case.customer.number if case.customer else None,
        "handler": case.handler.username if case.handler else None,
        "first_owner": case.first_owner.username if case.first_owner else None,
        "team": case.team.key if case.team else None,
        "responsible_department": (
            case.responsible_department.key if case.responsible_department else None
        ),
        **case.fields,
        **own,
    }
    return _said(found)


def _said(details: Mapping[str, Detail]) -> dict[str, Detail]:
    return {name: value for name, value in details.items() if value not in (None, "")}


def fresh(case: Case) -> Case:
    """Return the case as it stands in the database now, with what a fact needs."""
    return _FRESH.ask(case.pk)[0]


def _asking_fresh(pk: int) -> QuerySet[Case]:
    return Case.objects.select_related(*_AT_HAND).filter(pk=pk)


_FRESH = Objects(_asking_fresh)


def required(text: str, sentence: str, field: str) -> str:
    """Return the text without blanks around it; refuse with the sentence when there is none."""
    if not text.strip():
        raise RefusedError(sentence, field=field)
    return text.strip()


def attach(case: Case, files: Sequence[StoredFile], at: datetime) -> None:
    """Write down that the case names these files, so that whoever may read it may see them."""
    name_in(files=files, about=case.about, at=at)


def named(files: Sequence[StoredFile]) -> dict[str, Detail]:
    """Return the detail in which a fact names files; nothing where there is none."""
    return {DETAIL: told(file.sha256 for file in files)} if files else {}


def record(
    case: Case,
    kind: str,
    own: Mapping[str, Detail],
    *,
    at: datetime,
    recorded_at: datetime,
    actor: Member | None,
    key: str | None,
    turn: Turn | None = None,
) -> Outcome:
    """Record one fact about the case; raise RefusedError if clauses forbid it or differ."""
    fact = Fact(
        kind=kind,
        about=case.about,
        happened_at=at,
        details=details_of(case, **own),
        actor=actor.username if actor else "",
    )
    with at_hand(case if turn and kind not in _TYING else None):
        outcome = record_fact(
            fact, actor=actor, recorded_at=recorded_at, idempotency_key=key, turn=turn
        )
    if outcome.refused:
        raise RuledOutError(outcome.refused)
    return outcome


def step(
    *,
    case: Case,
    kind: str,
    at: datetime,
    actor: Member | None,
    own: Mapping[str, Detail] | None = None,
    since: Sequence[str] = STANDING,
    changes: Mapping[str, object] | None = None,
    only_if: Mapping[str, object] | None = None,
    key: str | None = None,
    recorded_at: datetime | None = None,
) -> Done:
    """Take one step with a case: claim it by its state, change it, record exactly one fact.

    A step that waits for signatures leaves the case as it was, and so does one that was taken
    before under the same key. Call it inside a transaction.
    """
    with looked_up_once() as kept:
        look_up_before(kept)
        # Recording comes last here, but its lock comes first, as everywhere.
        return _step(
            case, kind, take_turn(key), at=at, actor=actor, own=own or {}, since=since,
            changes=dict(changes or {}), only_if=dict(only_if or {}), key=key,
            recorded_at=recorded_at or at,
        )  # fmt: skip


def _step(
    case: Case,
    kind: str,
    turn: Turn,
    *,
    at: datetime,
    actor: Member | None,
    own: Mapping[str, Detail],
    since: Sequence[str],
    changes: dict[str, object],
    only_if: dict[str, object],
    key: str | None,
    recorded_at: datetime,
) -> Done:
    now = fresh(case)
    before = _taken_before(now, kind, own, key, turn)
    if before is not None:
        return Done(case=now, outcome=before)
    as_it_was = {name: getattr(now, name) for name in changes}
    _claim(now, since, changes, only_if)
    changed = _changed(now, changes)
    outcome = record(
        changed, kind, own, at=at, recorded_at=recorded_at, actor=actor, key=key, turn=turn
    )
    if outcome.held and as_it_was:
        Case.objects.filter(pk=now.pk).update(**as_it_was)
        changed = fresh(now)
    return Done(case=changed, outcome=outcome)


def _changed(case: Case, changes: Mapping[str, object]) -> Case:
    """Return the case with its changes; only what the database worked out is asked of it."""
    if any(hasattr(value, "resolve_expression") for value in changes.values()):
        return fresh(case)
    changed = copy(case)
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed


def _taken_before(
    case: Case, kind: str, own: Mapping[str, Detail], key: str | None, turn: Turn
) -> Outcome | None:
    """Return what the same form led to when it was sent before, at whatever time that was."""
    outcome = outcome_before(turn, key) if key else None
    if outcome is None:
        return None
    fact = proposed_fact(outcome.held) if outcome.held else fact_of(outcome.row)
    same = (fact.kind, fact.about) == (kind, case.about)
    return outcome if same and _said(own).items() <= dict(fact.details).items() else None


def _claim(
    case: Case, since: Sequence[str], changes: dict[str, object], only_if: dict[str, object]
) -> None:
    # Without a change of its own a step still asks whether the case stands where it must. The
    # journal's turn is taken, so the case stands where it was read.
    if changes or only_if:
        open_ones = Case.objects.filter(pk=case.pk, state__in=since, **only_if)
        claimed = bool(open_ones.update(**changes) if changes else open_ones.count())
    else:
        claimed = case.state in since
    if not claimed:
        raise LostRaceError(
            _("%(number)s is “%(state)s” by now, with %(handler)s; look at it again first.")
            % {
                "number": case.number,
                "state": case.get_state_display(),
                "handler": case.handler or _("nobody"),
            }
        )
