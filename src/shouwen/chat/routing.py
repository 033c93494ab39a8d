"""Who should have a conversation: who is ready, has room, knows the topic, and spoke to them last.

The answer says why, and the reason stands in the fact: nobody is given a customer by a black box.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwen.cases.gates import WORK
from shouwen.cases.models import MemberSkill
from shouwen.chat.choices import ChatState
from shouwen.chat.models import Conversation
from shouwen.people import queries as people
from shouwen.people.models import Grant, Holding, Member
from shouwen.seats import queries as seats
from shouwen.seats.choices import SeatState

# So many conversations that ended last tell how long one takes.
_SAMPLE, _FEWEST = 20, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A member who could take a conversation, and how many they are in."""

    member: Member
    talking: int
    is_skilled: bool
    spoke_last: bool
    on_shift: bool

    @property
    def order(self) -> tuple[bool, bool, bool, int, int]:
        """Sorts the best in front: skilled, known to the customer, on shift, least busy."""
        return (
            not self.is_skilled, not self.spoke_last, not self.on_shift, self.talking,
            self.member.pk,
        )  # fmt: skip

    @property
    def reason(self) -> str:
        """Why it is this member, in one sentence for the fact."""
        said = [
            _("has the skill asked for") if self.is_skilled else _("nobody ready has the skill"),
            _("spoke with the customer last") if self.spoke_last else "",
            _("on shift") if self.on_shift else _("ready without a shift"),
            _("conversations in hand: %(n)s") % {"n": self.talking},
        ]
        return pgettext("list", "; ").join(each for each in said if each)


def ready_members(now: datetime) -> dict[int, bool]:
    """Return who is ready at a seat and works on matters, and whether a shift says so, too."""
    working = workers(timezone.localdate(now)).values_list("pk", flat=True)
    rows = seats.seats_of(set(working), now=now)
    return {row.member: row.on_shift for row in rows if row.state == SeatState.READY}


def workers(day: date) -> QuerySet[Member]:
    """Return who works on customers' matters on a day."""
    posts = Grant.objects.filter(permission=WORK).values("post")
    held = Holding.objects.filter(people.holding_on(day), post__in=posts)
    return Member.objects.filter(pk__in=held.values("member"), is_active=True, is_system=False)


def in_hand(members: Collection[int]) -> dict[int, int]:
    """Return how many conversations each of these members is in."""
    talking = Conversation.objects.filter(handler__in=members, state=ChatState.TALKING)
    return dict(talking.values("handler").annotate(n=Count("pk")).values_list("handler", "n"))


def best_for(
    conversation: Conversation, ready: dict[int, bool], busy: dict[int, int]
) -> Candidate | None:
    """Return the best of those who are ready; None where nobody has room."""
    most = settings.SHOUWEN_CHATS_AT_ONCE
    roomy = [pk for pk in ready if busy.get(pk, 0) < most]
    skilled, last = _skilled(conversation, roomy), _spoke_last(conversation)
    found = Member.objects.in_bulk(roomy)
    candidates = [
        Candidate(
            member=found[pk], talking=busy.get(pk, 0), is_skilled=pk in skilled,
            spoke_last=pk == last, on_shift=ready[pk],
        )
        for pk in roomy
    ]  # fmt: skip
    return min(candidates, key=lambda each: each.order, default=None)


def _skilled(conversation: Conversation, members: Collection[int]) -> set[int]:
    topic = conversation.topic
    if topic is None or topic.skill_id is None:
        return set(members)
    having = MemberSkill.objects.filter(skill=topic.skill_id, member__in=members)
    return set(having.values_list("member", flat=True))


def _spoke_last(conversation: Conversation) -> int | None:
    """Return who handled the customer's conversation before this one."""
    if conversation.customer_id is None:
        return None
    before = Conversation.objects.filter(customer=conversation.customer_id, handler__isnull=False)
    latest = before.exclude(pk=conversation.pk).order_by("-pk").values_list("handler", flat=True)
    return latest.first()


def position_of(conversation: Conversation) -> int:
    """Return how many wait up to this one, itself counted."""
    waiting = Conversation.objects.filter(state=ChatState.WAITING, pk__lte=conversation.pk)
    return waiting.count()


def expected_wait(position: int, now: datetime) -> timedelta | None:
    """Return about how long the customer at a place will wait; None where too little is known.

    So long as conversations took lately, shared by the places of those who are ready.
    """
    ready = len(ready_members(now))
    ended = Conversation.objects.filter(closed_at__isnull=False, answered_at__isnull=False)
    took = [
        (closed - answered).total_seconds()
        for closed, answered in ended.order_by("-closed_at").values_list(
            "closed_at", "answered_at"
        )[:_SAMPLE]
        if closed is not None and answered is not None
    ]
    if not ready or len(took) < _FEWEST:
        return None
    places = ready * settings.SHOUWEN_CHATS_AT_ONCE
    return timedelta(seconds=sum(took) / len(took) * position / places)
