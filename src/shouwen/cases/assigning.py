"""Who should have a case: whoever is on duty, knows such matters, and has the least in hand.

The answer says why, and the reason stands in the fact: nobody is given a matter by a black box.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases import skills
from shouwen.cases.choices import SETTLED, UNSETTLED
from shouwen.cases.gates import WORK
from shouwen.cases.models import Case, QueueMember
from shouwen.journal import queries as journal
from shouwen.people import queries as people
from shouwen.people.models import Grant, Holding, Member, Substitution

CAME, LEFT = "clocked_in", "clocked_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A member who could take a case; ``known`` are settled matters of its category."""

    member: Member
    on_duty: bool
    known: int
    in_hand: int
    skills: str = ""
    is_skilled: bool = True

    @property
    def order(self) -> tuple[bool, bool, bool, int, int, int]:
        """Sorts the best in front: on duty, skilled, has done it, least in hand, most often."""
        return (
            not self.on_duty,
            not self.is_skilled,
            not self.known,
            self.in_hand,
            -self.known,
            self.member.pk,
        )

    @property
    def reason(self) -> str:
        """Why it is this member, in one sentence for the fact."""
        duty = _("on duty") if self.on_duty else _("nobody is known to be on duty")
        sentence = _(
            "Assigned automatically: %(duty)s; settled such matters before: %(known)s; open in "
            "hand: %(in_hand)s."
        )
        said = sentence % {"duty": duty, "known": self.known, "in_hand": self.in_hand}
        return f"{said} {self._skilled()}".strip()

    def _skilled(self) -> str:
        if not self.skills:
            return ""
        if self.is_skilled:
            return _("Has the skills asked for: %(skills)s.") % {"skills": self.skills}
        return _("Nobody with room has the skills asked for: %(skills)s.") % {"skills": self.skills}


def best_for(case: Case, at: datetime) -> Candidate | None:
    """Return the best member for a case among its queue or its team; None if nobody has room.

    It takes seven queries, and two more where the case asks for skills.
    """
    day = timezone.localdate(at)
    members = _who_may(case, day)
    if not members:
        return None
    here = _on_duty(at)
    pks = [member.pk for member in members]
    in_hand = _counts(pks, state__in=UNSETTLED)
    known = _counts(pks, state__in=SETTLED, category=case.category_id) if case.category_id else {}
    asked = skills.asked_by(case)
    levels, words = skills.levels_of(pks, asked), skills.in_words(asked)
    candidates = [
        Candidate(
            member=member,
            on_duty=member.username in here,
            known=known.get(member.pk, 0),
            in_hand=in_hand.get(member.pk, 0),
            skills=words,
            is_skilled=skills.suffice(levels.get(member.pk, {}), asked),
        )
        for member in members
    ]
    # Where the house records who comes and goes, only those who are here are asked.
    if any(each.on_duty for each in candidates):
        candidates = [each for each in candidates if each.on_duty]
    most = settings.SHOUWEN_CAPACITY
    roomy = [each for each in candidates if not most or each.in_hand < most]
    return min(roomy, key=lambda each: each.order, default=None)


def _who_may(case: Case, day: date) -> list[Member]:
    """Return the members of the case's team who work on cases today and are not stood in for."""
    posts = Grant.objects.filter(permission=WORK).values("post")
    held = Holding.objects.filter(people.holding_on(day), post__in=posts, member__is_active=True)
    queued = QueueMember.objects.filter(queue=case.queue_id).values("member")
    if case.queue_id and queued.exists():
        held = held.filter(member__in=queued)
    elif case.team_id:
        held = held.filter(team=case.team_id)
    away = Substitution.objects.filter(people.holding_on(day)).values("member")
    held = held.exclude(member=case.handler_id).exclude(member__in=away)
    found = Member.objects.filter(pk__in=held.values("member"), is_system=False)
    return list(found.order_by("pk"))


def _counts(members: Collection[int], **which: object) -> dict[int, int]:
    counted = Case.objects.filter(handler__in=members, **which).values("handler")
    return dict(counted.annotate(n=Count("pk")).values_list("handler", "n"))


def _on_duty(at: datetime) -> set[str]:
    """Return who came today and has not left, by the facts of coming and going."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(at), time.min))
    until = at + timedelta(seconds=1)
    rows = [
        row
        for kind in (CAME, LEFT)
        for row in journal.facts_of_kind(kind, since=midnight, until=until)
    ]
    here: set[str] = set()
    for row in sorted(rows, key=lambda each: (each.happened_at, each.number)):
        who = str(row.details.get("person", ""))
        (here.add if row.kind == CAME else here.discard)(who)
    return here
