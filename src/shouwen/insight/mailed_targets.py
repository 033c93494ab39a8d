"""The mail of the targets: each with its figure of the last whole period and whether it is met."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases.choices import Unsent
from shouwen.cases.mailed import Letter
from shouwen.cases.models import MailedReport
from shouwen.enforcement import targets
from shouwen.enforcement.targets import Period, TargetRow
from shouwen.policy.kinds.target import Target
from shouwen.regulations import queries as regulations


def write(row: MailedReport, now: datetime) -> Letter | Unsent:
    """Write the mail of the targets in force, in the active language; everybody may see them."""
    today = timezone.localdate(now)
    rules = targets.targets_in(regulations.in_force_on(today), today)
    lines = [_line(rule, today) for rule in rules] or [_("No target is in force")]
    address = row.house + reverse("insight:targets")
    return Letter(
        subject=_("Targets on %(day)s") % {"day": today.isoformat()},
        body="\n".join([*lines, "", _("The targets: %(address)s") % {"address": address}]),
    )


def _line(rule: Target, today: date) -> str:
    period = targets.period_before(rule.every or "", targets.period_of(rule, today).since)
    last = period.until - timedelta(days=1)
    # By the rule of that time, which may not have been in force yet.
    found = targets.measured(rule.clause.regulation, rule.id, last)
    said = _figure(found) if found else _("not in force then")
    told = {"name": _name(rule, found), "days": _days(period), "figure": said}
    return _("- %(name)s, %(days)s: %(figure)s") % told


def _name(rule: Target, found: TargetRow | None) -> str:
    return found.title if found else rule.title


def _days(period: Period) -> str:
    return f"{period.since} – {period.until - timedelta(days=1)}"


def _figure(row: TargetRow) -> str:
    if row.needs_figure:
        return _("the regulation leaves the figure blank")
    if row.met is None:
        return _("nothing counted")
    word = _("met") if row.met else _("not met")
    return _("%(value)s (target %(bound)s), %(word)s") % {
        "value": row.value, "bound": f"{row.sign} {row.threshold}", "word": word,
    }  # fmt: skip
