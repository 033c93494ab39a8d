"""What changes a conversation but for its messages: opening, its hands, its matter, its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from shouwen.cases import actions as cases
from shouwen.cases.choices import CaseType, Channel
from shouwen.cases.models import Case
from shouwen.chat import routing, stating
from shouwen.chat.choices import OPEN, ChatState, Event, Side, Source
from shouwen.chat.models import Conversation, Message, Topic
from shouwen.chat.saying import (
    NEWS,
    Words,
    append,
    assign,
    handler_of,
    locked,
    tell,
    tell_desk,
    worth_saying,
)
from shouwen.customers import queries as customers
from shouwen.customers.phones import normal
from shouwen.enforcement import actions as enforcement
from shouwen.files import actions as files
from shouwen.files.models import StoredFile
from shouwen.obligations import actions as obligations
from shouwen.obligations import queries as owed
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.portal import actions as portal
from shouwen.portal import keys
from shouwen.portal import queries as portal_queries

# A key as long as the window makes them is nobody else's.
_UNGUESSED = 32
_TITLE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who opens a conversation, as they say."""

    name: str = ""
    phone: str = ""
    topic: Topic | None = None
    language: str = ""
    source: str = Source.WEB


@transaction.atomic
def open_conversation(*, visitor: Visitor, text: str, key: str, now: datetime) -> str:
    """Open a conversation with its first message; return the token of the customer's window.

    While nobody is there and the house is closed, the message becomes a matter at once. Sent again
    under a key that nobody guesses, it is the same conversation.
    """
    said = worth_saying(text, key)
    enforcement.take_turn(None)
    token, phone = _token_for(key), normal(visitor.phone)[:20]
    if Conversation.objects.filter(token_digest=keys.of_link(token)).exists():
        return token
    known = customers.by_phones([phone]).get(phone) if phone else None
    one = Conversation.objects.create(
        source=visitor.source, token_digest=keys.of_link(token), name=visitor.name.strip()[:60],
        phone=phone, customer=known, topic=visitor.topic, language=visitor.language,
        notice=portal_queries.notice(), state=ChatState.WAITING, opened_at=now, waits_since=now,
    )  # fmt: skip
    append(one, Words(side=Side.CUSTOMER, key=key, text=said), now)
    open_now = stating.in_hours(now)
    topic = visitor.topic.name if visitor.topic else None
    stating.record(
        one, "chat_opened", now, source=str(visitor.source), topic=topic, in_hours=open_now
    )
    if not open_now and not routing.ready_members(now):
        _leave(one, now)
    else:
        route(now=now)
    return token


@transaction.atomic
def take(*, conversation: Conversation, member: Member, now: datetime) -> Conversation:
    """Take a waiting conversation oneself; raise RefusedError where somebody was faster."""
    enforcement.take_turn(None)
    one = locked(conversation.pk)
    if one.state != ChatState.WAITING:
        raise RefusedError(_("Somebody else has this conversation already."))
    assign(one, member, _("taken by hand"), now)
    return one


def route(*, now: datetime) -> int:
    """Give waiting conversations to whoever should have them; return how many found somebody."""
    waiting = Conversation.objects.filter(state=ChatState.WAITING).order_by("pk")
    if not waiting.exists():
        return 0
    with transaction.atomic():
        enforcement.take_turn(None)
        ready = routing.ready_members(now)
        busy, given = routing.in_hand(ready), 0
        found = waiting.select_related("topic").select_for_update(of=("self",))
        for one in found[: max(1, len(ready)) * settings.SHOUWEN_CHATS_AT_ONCE]:
            best = routing.best_for(one, ready, busy)
            if best is None:
                break
            assign(one, best.member, best.reason, now)
            busy[best.member.pk] = busy.get(best.member.pk, 0) + 1
            given += 1
    return given


@transaction.atomic
def hand_over(
    *, conversation: Conversation, to: Member, reason: str, by: Member, now: datetime
) -> Conversation:
    """Give a conversation to a colleague, with what its giver still owes there."""
    enforcement.take_turn(None)
    one = locked(conversation.pk)
    giver = one.handler
    if one.state != ChatState.TALKING or giver is None:
        raise RefusedError(_("Only a conversation that somebody has can be handed over."))
    if giver == to:
        raise RefusedError(_("%(member)s has it already; choose somebody else.") % {"member": to})
    outcome = stating.record(
        one, "chat_handed_over", now, actor=by, operator=giver.username,
        to_operator=to.username, reason=reason.strip()[:200],
    )  # fmt: skip
    if outcome.held is not None:
        raise RefusedError(_("This has to be signed first, so nothing has changed yet."))
    one.handler = to
    tell(one, Event.HANDED, to.name, now)
    tell_desk(to, now)
    one.save(update_fields=["handler"])
    for row in owed.open_about(one.about):
        if row.owner_id == giver.pk:
            obligations.hand_over(obligation=row, to=to, fact_row=outcome.fact, at=now, by=by)
    return one


@transaction.atomic
def close(
    *, conversation: Conversation, closed_by: str, now: datetime, by: Member | None = None
) -> Conversation:
    """End a conversation; one that has ended stays as it is."""
    enforcement.take_turn(None)
    one = locked(conversation.pk)
    if one.state not in OPEN:
        return one
    seconds = max(0, round((now - one.opened_at).total_seconds()))
    stating.record(
        one, "chat_closed", now, actor=by, closed_by=str(closed_by),
        operator=handler_of(one), answered=one.answered_at is not None, seconds=str(seconds),
    )  # fmt: skip
    one.state, one.closed_at, one.closed_by = ChatState.CLOSED, now, closed_by
    one.waits_since = None
    tell(one, Event.CLOSED, "", now)
    one.save(update_fields=["state", "closed_at", "closed_by", "waits_since"])
    transaction.on_commit(lambda: route(now=now))
    return one


@transaction.atomic
def rate(
    *, conversation: Conversation, stars: int, comment: str, now: datetime
) -> Conversation:  # fmt: skip
    """Keep how the customer rates a conversation that is over, once."""
    enforcement.take_turn(None)
    one = locked(conversation.pk)
    if one.state != ChatState.CLOSED:
        raise RefusedError(_("A conversation is rated once it is closed."))
    if not 1 <= stars <= 5:  # noqa: PLR2004 the stars that are drawn
        raise RefusedError(_("Choose one to five stars."), "stars")
    if one.stars is not None:
        return one
    one.stars, one.comment = stars, comment.strip()[:500]
    # Where the house has not said how many stars are too few, nobody knows.
    form = portal_queries.rating_form(CaseType.CONSULTATION)
    stating.record(
        one, "chat_rated", now, operator=handler_of(one), stars=str(stars),
        satisfied=stars > form.unsatisfied_at if form else None,
    )  # fmt: skip
    one.save(update_fields=["stars", "comment"])
    return one


@transaction.atomic
def open_case(
    *, conversation: Conversation, case_type: str, title: str, by: Member, now: datetime
) -> Case:
    """Open a matter from a conversation, or return the one it belongs to."""
    enforcement.take_turn(None)
    one = locked(conversation.pk)
    if one.case is not None:
        return one.case
    done = cases.open_case(
        case_type=case_type, title=title.strip() or _title(one), text=_transcript(one),
        channel=Channel.WEB, customer=one.customer, new_customer=_new_customer(one),
        first_owner=one.first_owner or by, at=one.opened_at, recorded_at=now, actor=by,
        key=f"{one.about}:case",
    )  # fmt: skip
    _belong(one, done.case, Event.CASE, now)
    return done.case


@transaction.atomic
def attach_case(*, conversation: Conversation, case: Case, now: datetime) -> Conversation:
    """Let a conversation belong to a matter there is."""
    one = locked(conversation.pk)
    if one.case_id != case.pk:
        _belong(one, case, Event.CASE, now)
    return one


def see(*, conversation: Conversation, side: str, number: int) -> None:
    """Write down up to which message a side has read; it only grows."""
    column = "seen_by_customer" if side == Side.CUSTOMER else "seen_by_operator"
    until = min(number, conversation.last)
    older = Conversation.objects.filter(pk=conversation.pk, **{f"{column}__lt": until})
    older.update(**{column: until})


def type_in(*, conversation: Conversation, side: str, now: datetime) -> None:
    """Write down that a side is typing, at most once in some seconds."""
    column = "typing_customer" if side == Side.CUSTOMER else "typing_operator"
    before = getattr(conversation, column)
    if before is None or now - before > timedelta(seconds=2):
        Conversation.objects.filter(pk=conversation.pk).update(**{column: now})


# ── what becomes of a conversation ───────────────────────────────────────────────────────────


def _leave(one: Conversation, now: datetime) -> None:
    """Make a matter of what was written while nobody is there; it has its own deadline."""
    done = cases.open_case(
        case_type=CaseType.CONSULTATION, title=_title(one), text=_transcript(one),
        channel=Channel.WEB, customer=one.customer, new_customer=_new_customer(one),
        first_owner=portal.taker(portal_queries.settings_of(), now), at=now, recorded_at=now,
        actor=None, key=f"{one.about}:case",
    )  # fmt: skip
    stating.record(one, "chat_left_as_case", now, number=done.case.number)
    one.state, one.waits_since = ChatState.LEFT, None
    one.save(update_fields=["state", "waits_since"])
    _belong(one, done.case, Event.LEFT, now)
    portal.tell_handler(done.case, now, NEWS)


def _belong(one: Conversation, case: Case, event: Event, now: datetime) -> None:
    one.case = case
    one.save(update_fields=["case"])
    tell(one, event, case.number, now)
    sent = StoredFile.objects.filter(uses__about=one.about)
    files.name_in(files=sent, about=case.about, at=now)


def _new_customer(one: Conversation) -> cases.NewCustomer | None:
    if one.customer is not None or not (one.name and one.phone):
        return None
    return cases.NewCustomer(name=one.name, phone=one.phone)


def _title(one: Conversation) -> str:
    first = Message.objects.filter(conversation=one, side=Side.CUSTOMER).order_by("number").first()
    line = first.text.partition("\n")[0][:_TITLE] if first else ""
    return " · ".join(each for each in (one.topic.name if one.topic else "", line) if each) or str(
        one
    )


def _transcript(one: Conversation) -> str:
    """Return what the customer wrote so far; answers are read in the conversation itself."""
    said = Message.objects.filter(conversation=one, side=Side.CUSTOMER).order_by("number")
    lines = [text for text in said.values_list("text", flat=True) if text]
    # Colleagues read it, whatever language it was written in.
    with translation.override(settings.LANGUAGE_CODE):
        who = [_("%(name)s wrote in a chat:") % {"name": one.name}] if one.name else []
    return "\n".join([*who, *lines])


def _token_for(key: str) -> str:
    """Return the token of the window that begins under a key: the same for the same long key."""
    return keys.of_place("chat", key) if len(key) >= _UNGUESSED else keys.new_link()
