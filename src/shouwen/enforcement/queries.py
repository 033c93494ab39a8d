"""What the rules in force wait for, and which facts people may record by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from shouwen.enforcement.models import OpenQuestion
from shouwen.people.models import Member
from shouwen.policy.vocabulary import BASE, FactKind
from shouwen.regulations.queries import InForce


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """One rule that waits for details of a fact; ``missing`` are the details' keys."""

    pk: int
    fact_number: int
    fact_kind: str
    about: str
    title: str
    clause_number: str
    missing: tuple[str, ...]
    asked_at: datetime


def open_questions_of(member: Member, limit: int = 20) -> list[QuestionRow]:
    """List what rules still ask about facts this member recorded, newest first."""
    found = OpenQuestion.objects.filter(asked_of=member, answered_by__isnull=True)
    return _questions(found.order_by("-asked_at", "-pk"), limit)


def unanswered_between(since: date, until: date, limit: int) -> list[QuestionRow]:
    """List what rules still ask about facts that happened on these days, oldest first."""
    day = timezone.get_current_timezone()
    begin, end = (datetime.combine(each, time(), day) for each in (since, until))
    found = OpenQuestion.objects.filter(
        answered_by__isnull=True, fact__happened_at__gte=begin, fact__happened_at__lt=end
    )
    return _questions(found.order_by("fact_id", "pk"), limit)


def _questions(found: QuerySet[OpenQuestion], limit: int) -> list[QuestionRow]:
    columns = (
        "pk", "fact_id", "fact__kind", "about", "version__title", "clause_number", "missing",
        "asked_at",
    )  # fmt: skip
    return [
        QuestionRow(
            pk=pk, fact_number=number, fact_kind=kind, about=about, title=title,
            clause_number=clause, missing=tuple(missing), asked_at=asked_at,
        )
        for pk, number, kind, about, title, clause, missing, asked_at in found.values_list(
            *columns
        )[:limit]
    ]  # fmt: skip


def asked_about(number: int) -> tuple[str, ...]:
    """Return every detail that rules still ask for about one fact."""
    rows = OpenQuestion.objects.filter(fact=number, answered_by__isnull=True)
    names = (name for missing in rows.values_list("missing", flat=True) for name in missing)
    return tuple(dict.fromkeys(names))


def asked_about_any(numbers: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return, of these facts, which details rules still ask for, in one query."""
    rows = OpenQuestion.objects.filter(fact__in=list(numbers), answered_by__isnull=True)
    found: dict[int, dict[str, None]] = {}
    for number, missing in rows.order_by("pk").values_list("fact_id", "missing"):
        found.setdefault(number, {}).update(dict.fromkeys(missing))
    return {number: tuple(names) for number, names in found.items()}


def recordable_kinds(in_force: InForce) -> list[FactKind]:
    """List the kinds of facts that staff record on the general page.

    These are the ones that a regulation in force declares, and those of the product's own that
    no room records and some rule listens to.
    """
    heard = {kind for rule in in_force.rulebook.rules for kind in rule.fact_kinds()}
    return [
        kind
        for kind in in_force.vocabulary
        if kind.by_hand and kind.kind not in _RECORDED_BY_ROOMS
        and (kind.kind not in BASE or kind.kind in heard)
    ]  # fmt: skip


def grouped_by_regulation(
    kinds: Iterable[FactKind], in_force: InForce
) -> dict[str, list[FactKind]]:
    """Group kinds by the title of the first regulation with a rule that they set off or meet."""
    titles: dict[str, str] = {}
    for rule in in_force.rulebook.rules:
        meets = (each.fact for each in getattr(rule, "met_by", ()))
        for kind in (*rule.fact_kinds(), *meets):
            titles.setdefault(kind, rule.clause.title)
    groups: dict[str, list[FactKind]] = {}
    for each in kinds:
        groups.setdefault(titles.get(each.kind, ""), []).append(each)
    return dict(sorted(groups.items(), key=lambda group: not group[0]))


_RECORDED_BY_ROOMS = frozenset(
    {kind.kind for kind in BASE if kind.kind.startswith(("case_", "handover_"))}
    | {"callback_made", "duty_done", "obligation_excused"}
)
