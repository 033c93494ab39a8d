"""Who hears of what happens in a case: whoever follows it, and whoever is mentioned in a note."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from shouwen.cases import gates
from shouwen.cases.categories import speaks_chinese
from shouwen.cases.models import Case, Following, Mention
from shouwen.enforcement.actions import Outcome
from shouwen.enforcement.kept import kept_here, matters_with
from shouwen.journal.actions import queue_message
from shouwen.journal.queries import FactRow
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.vocabulary import BASE


def mentioned_in(text: str, case: Case, at: datetime) -> list[Member]:
    """Return whom a note mentions with ``@``; raise RefusedError for one who may not read it."""
    if "@" not in text:
        return []
    members = people.active_members()
    found = {m.pk: m for rest in text.split("@")[1:] if (m := _longest(rest, members))}
    day = timezone.localdate(at)
    for member in found.values():
        if not gates.is_open_to(gates.standing(member, day), case):
            sentence = _(
                "%(member)s may not read this matter; share it with them first, or leave the "
                "name out."
            )
            raise RefusedError(sentence % {"member": member}, field="text")
    return list(found.values())


def _longest(rest: str, members: Iterable[Member]) -> Member | None:
    """Return the member whose name or key the text begins with; no blank follows a name here."""
    names = ((name, m) for m in members for name in (m.name, m.username) if name)
    fitting = [(len(name), m) for name, m in names if rest.startswith(name)]
    return max(fitting, key=lambda each: each[0])[1] if fitting else None


def tell_mentioned(case: Case, members: Iterable[Member], *, by: Member, at: datetime) -> None:
    """Tell the mentioned members; the note itself stays in the house."""
    for member in members:
        if member.pk != by.pk:
            Mention.objects.create(case=case, member=member, by=by, at=at)
            with override(member.language or settings.LANGUAGE_CODE):
                subject = _("%(who)s mentions you in %(number)s")
                _tell(member, subject % {"who": by, "number": case.number}, at)


def tell_followers(row: FactRow, _outcome: Outcome) -> None:
    """Tell whoever follows the case what has happened, except whoever did it."""
    number = row.about.removeprefix("case:")
    matters = matters_with(row.about)
    following = kept_here().once(("following", matters), lambda: _following(matters))
    day = timezone.localdate(row.recorded_at)
    others = [each for each in following.get(number, []) if each.member_id != row.actor_id]
    for each in others:
        if gates.is_open_to(gates.standing(each.member, day), each.case):
            Following.objects.filter(pk=each.pk).update(
                news=F("news") + 1, last_kind=row.kind, last_at=row.recorded_at
            )
            with override(each.member.language or settings.LANGUAGE_CODE):
                _tell(each.member, f"{number}: {_label(row.kind)}", row.recorded_at)


def _following(matters: Collection[str]) -> dict[str, list[Following]]:
    """Return who follows each of these matters, by number, in one query."""
    numbers = [about.removeprefix("case:") for about in matters]
    found = Following.objects.filter(case__number__in=numbers).select_related("member", "case")
    by_number: dict[str, list[Following]] = {}
    for each in found.order_by("pk"):
        by_number.setdefault(each.case.number, []).append(each)
    return by_number


def _label(kind: str) -> str:
    chinese, english = BASE.kind_labels(kind)
    return chinese if speaks_chinese() else english


def _tell(member: Member, subject: str, at: datetime) -> None:
    if member.email:
        body = _("Sign in to read it.")
        queue_message(channel="mail", recipient=member.email, subject=subject, body=body, at=at)
