"""Grading: the house's own rules that give a new case its severity and priority, with the reason.

The first rule that fits and says a severity gives it, and the first that says a priority gives
that. What somebody chose is raised and never lowered. Regulations judge the case as it was graded;
nothing here opens or changes an obligation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shouwen.cases.categories import path_of
from shouwen.cases.choices import CaseType, Channel, Priority, Severity
from shouwen.cases.models import Case, Category, GradingRule
from shouwen.customers.choices import Grade

TRIED_ON = 500
_RANK = {"": 0, Severity.MINOR: 1, Severity.GENERAL: 2, Severity.MAJOR: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """How a case is graded, and why; without a rule that changes anything ``because`` is empty."""

    severity: str
    priority: str
    because: str


def in_force() -> list[GradingRule]:
    """List the rules in their order, in one query."""
    return list(
        GradingRule.objects.filter(ended_at=None).select_related("category").order_by("order", "pk")
    )


def graded(case: Case, rules: Sequence[GradingRule], parents: Mapping[int, int | None]) -> Graded:
    """Return how the rules grade a case."""
    fitting = [rule for rule in rules if fits(rule, case, parents)]
    severe = next((r for r in fitting if r.severity), None)
    first = next((r for r in fitting if r.priority), None)
    raised = severe is not None and _RANK[severe.severity] > _RANK.get(case.severity, 0)
    moved = first is not None and not case.priority
    used = [rule for rule, counts in ((severe, raised), (first, moved)) if rule and counts]
    return Graded(
        severity=severe.severity if severe and raised else case.severity,
        priority=first.priority if first and moved else case.priority,
        because="; ".join(dict.fromkeys(why(rule) for rule in used))[:300],
    )


def fits(rule: GradingRule, case: Case, parents: Mapping[int, int | None]) -> bool:
    """Return whether a case is what the rule asks for."""
    asked = (
        (rule.case_type, case.case_type),
        (rule.channel, case.channel),
        (rule.customer_class, case.customer.grade if case.customer else ""),
    )
    if any(wanted and wanted != given for wanted, given in asked):
        return False
    if rule.category_id and rule.category_id not in _line(case.category_id, parents):
        return False
    said = f"{case.title}\n{case.text}".casefold()
    return not rule.words or any(word.casefold() in said for word in rule.words)


def _line(category: int | None, parents: Mapping[int, int | None]) -> Iterable[int]:
    while category:
        yield category
        category = parents.get(category)


def tree() -> dict[int, int | None]:
    """Return the parent of each category, in one query."""
    return dict(Category.objects.values_list("pk", "parent"))


def grade(case: Case) -> None:
    """Grade a case that is being opened; it is not written here."""
    rules = in_force()
    if not rules:
        return
    found = graded(case, rules, tree() if any(rule.category_id for rule in rules) else {})
    case.severity, case.priority = found.severity, found.priority
    case.graded_because = found.because


def why(rule: GradingRule) -> str:
    """Return a rule's name with what it asks for, as it stands in the record for ever."""
    return f"{rule.name} ({_(', ').join(conditions(rule)) or _('every matter')})"


def conditions(rule: GradingRule) -> list[str]:
    """Return what a rule asks for, in words."""
    named = (
        (CaseType, rule.case_type), (Channel, rule.channel), (Grade, rule.customer_class),
    )  # fmt: skip
    found = [str(choices(value).label) for choices, value in named if value]
    if rule.category:
        found.append(path_of(rule.category))
    if rule.words:
        found.append(" / ".join(rule.words))
    return found


def results(rule: GradingRule) -> list[str]:
    """Return what a rule gives, in words."""
    found = []
    if rule.severity:
        found.append(_("severity “%(value)s”") % {"value": Severity(rule.severity).label})
    if rule.priority:
        found.append(_("priority “%(value)s”") % {"value": Priority(rule.priority).label})
    return found


# ── keeping and trying ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a rule would have made of past cases: how many it fits, and how many it had changed."""

    looked_at: int
    fitting: int
    changed: int
    examples: tuple[Case, ...]


def tried(rule: GradingRule) -> Trial:
    """Try a rule that is not kept yet on the last cases, in three queries."""
    found = Case.objects.select_related("customer", "contact").order_by("-opened_at", "-pk")
    cases, parents = list(found[:TRIED_ON]), tree()
    fitting = [case for case in cases if fits(rule, case, parents)]
    changed = [case for case in fitting if graded(case, [rule], parents).because]
    return Trial(
        looked_at=len(cases), fitting=len(fitting), changed=len(changed),
        examples=tuple(changed[:8]),
    )  # fmt: skip


def keep(rule: GradingRule) -> GradingRule:
    """Keep a rule after those there are; cases opened from now on are graded by it."""
    rule.order = (GradingRule.objects.aggregate(last=Max("order"))["last"] or 0) + 1
    rule.save(force_insert=True)
    return rule


@transaction.atomic
def move_up(rule: GradingRule) -> None:
    """Let a rule come before the one above it."""
    rows = in_force()
    at = next((n for n, row in enumerate(rows) if row.pk == rule.pk), 0)
    if at:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    for order, row in enumerate(rows, start=1):
        GradingRule.objects.filter(pk=row.pk).update(order=order)
