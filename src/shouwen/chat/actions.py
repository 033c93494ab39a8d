"""What changes a conversation: opening, every message, its hands, its end, its rating.

A message is one short transaction that locks its conversation alone; sent again under its key it
changes nothing. Where a fact follows from it, the journal's turn comes first, as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from shouwen.cases import actions as cases
from shouwen.cases.choices import CaseType, Channel
from shouwen.cases.models import Case
from shouwen.chat import routing, stating
from shouwen.chat.choices import OPEN, ChatState, Event, Side, Source
from shouwen.chat.models import Conversation, Message, Topic
from shouwen.customers import queries as customers
from shouwen.customers.phones import normal
from shouwen.enforcement import actions as enforcement
from shouwen.files import actions as files
from shouwen.files.models import StoredFile
from shouwen.files.queries import told
from shouwen.live import actions as live
from shouwen.obligations import actions as obligations
from shouwen.obligations import queries as owed
from shouwen.people.asking import Objects, Rows
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.portal import actions as portal
from shouwen.portal import keys
from shouwen.portal import queries as portal_queries

LONGEST = 2000
# The news of one member's list of conversations.
DESK = "chats"
LONGEST_KEY = 64
# A key as long as the window makes them is nobody else's.
_UNGUESSED = 32
# Nobody types faster; a program that does is asked to wait.
MOST_IN_A_MINUTE = 60
_TITLE = 40
T = TypeVar("T")


class TooFastError(RefusedError):
    """So many messages within a minute are no person's."""


class _TurnNeededError(Exception):
    """A fact follows from a message after all; it is written again with the journal's turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One message to write: its sender's key, its text, a file, or what the house tells."""

    side: str
    key: str
    text: str = ""
    author: Member | None = None
    file: StoredFile | None = None
    event: str = ""


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
    said = _worth(text, key)
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
    _append(one, Words(side=Side.CUSTOMER, key=key, text=said), now)
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


def say(*, conversation: Conversation, words: Words, now: datetime) -> Message:
    """Write a message once, with what follows from it; return it, or the one already there.

    Raises RefusedError for an empty one, a conversation that is over, and a program's pace.
    """
    _worth(words.text, words.key, empty=words.file is not None)
    return _in_turn(
        partial(_say, conversation.pk, words, now),
        at_once=conversation.state != ChatState.TALKING or conversation.answered_at is None,
    )


def attach(*, conversation: Conversation, words: Words, now: datetime) -> Message:
    """Write a message, and with it a file, which whoever may read the conversation may see."""
    if words.file is None:
        return say(conversation=conversation, words=words, now=now)
    with transaction.atomic():
        message = say(conversation=conversation, words=words, now=now)
        files.name_in(files=[words.file], about=conversation.about, at=now)
        if conversation.case is not None:
            files.name_in(files=[words.file], about=conversation.case.about, at=now)
    return message


def say_of_case(*, conversation: Conversation, words: Words, now: datetime) -> Message:
    """Show what was answered to a conversation's matter; the matter's own facts tell of it.

    The caller has the journal's turn.
    """
    one = _locked(conversation.pk)
    return _known(one, words.key) or _append(one, words, now)


@transaction.atomic
def take(*, conversation: Conversation, member: Member, now: datetime) -> Conversation:
    """Take a waiting conversation oneself; raise RefusedError where somebody was faster."""
    enforcement.take_turn(None)
    one = _locked(conversation.pk)
    if one.state != ChatState.WAITING:
        raise RefusedError(_("Somebody else has this conversation already."))
    _assign(one, member, _("taken by hand"), now)
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
            _assign(one, best.member, best.reason, now)
            busy[best.member.pk] = busy.get(best.member.pk, 0) + 1
            given += 1
    return given


@transaction.atomic
def hand_over(
    *, conversation: Conversation, to: Member, reason: str, by: Member, now: datetime
) -> Conversation:
    """Give a conversation to a colleague, with what its giver still owes there."""
    enforcement.take_turn(None)
    one = _locked(conversation.pk)
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
    _tell(one, Event.HANDED, to.name, now)
    _tell_desk(to, now)
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
    one = _locked(conversation.pk)
    if one.state not in OPEN:
        return one
    seconds = max(0, round((now - one.opened_at).total_seconds()))
    stating.record(
        one, "chat_closed", now, actor=by, closed_by=str(closed_by),
        operator=_handler(one), answered=one.answered_at is not None, seconds=str(seconds),
    )  # fmt: skip
    one.state, one.closed_at, one.closed_by = ChatState.CLOSED, now, closed_by
    one.waits_since = None
    _tell(one, Event.CLOSED, "", now)
    one.save(update_fields=["state", "closed_at", "closed_by", "waits_since"])
    transaction.on_commit(lambda: route(now=now))
    return one


@transaction.atomic
def rate(
    *, conversation: Conversation, stars: int, comment: str, now: datetime
) -> Conversation:  # fmt: skip
    """Keep how the customer rates a conversation that is over, once."""
    enforcement.take_turn(None)
    one = _locked(conversation.pk)
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
        one, "chat_rated", now, operator=_handler(one), stars=str(stars),
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
    one = _locked(conversation.pk)
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
    one = _locked(conversation.pk)
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


# ── one conversation ─────────────────────────────────────────────────────────────────────────


def _in_turn(write: Callable[..., T], *, at_once: bool) -> T:
    """Write with the journal's turn where a fact follows, without it where none does."""
    if not at_once:
        try:
            with transaction.atomic():
                return write(has_turn=False)
        except _TurnNeededError:
            pass
    with transaction.atomic():
        enforcement.take_turn(None)
        return write(has_turn=True)


def _by_key(pk: int) -> QuerySet[Conversation]:
    found = Conversation.objects.filter(pk=pk).select_for_update(of=("self",))
    return found.select_related("handler", "first_owner", "case", "customer", "topic")


# What every message asks is put together once.
_LOCKED = Objects(_by_key)
_KNOWN = Objects(lambda pk, key: Message.objects.filter(conversation=pk, key=key))
_LONG_AGO = Rows(
    lambda pk, number: Message.objects.filter(conversation=pk, number=number).values_list("at")
)


def _locked(pk: int) -> Conversation:
    return _LOCKED.ask(pk)[0]


def _known(one: Conversation, key: str) -> Message | None:
    return next(iter(_KNOWN.ask(one.pk, key)), None)


def _say(pk: int, words: Words, now: datetime, *, has_turn: bool) -> Message:
    one = _locked(pk)
    known = _known(one, words.key)
    if known is not None:
        return known
    if words.side != Side.NOTE and one.state == ChatState.CLOSED:
        raise RefusedError(_("The conversation is closed; begin another one."))
    _keep_pace(one, words, now)
    _keep_window(one, words, now)
    if not has_turn and _is_a_fact(one, words, now):
        raise _TurnNeededError
    message = _append(one, words, now)
    if words.side == Side.CUSTOMER:
        _customer_said(one, message, now)
    elif words.side == Side.OPERATOR:
        _operator_said(one, words.author, now)
    return message


def _is_a_fact(one: Conversation, words: Words, now: datetime) -> bool:
    if words.side == Side.NOTE:
        return False
    if one.state == ChatState.LEFT or one.answered_at is None:
        return True
    is_turn = (words.side == Side.CUSTOMER) == (one.waits_since is None)
    return is_turn and _is_clocked(now)


def _is_clocked(now: datetime) -> bool:
    return any(stating.is_heard(kind, now) for kind in (stating.WAITS, stating.SILENT))


def _customer_said(one: Conversation, message: Message, now: datetime) -> None:
    if one.state == ChatState.LEFT and one.case is not None:
        named = told([message.file.sha256]) if message.file else None
        cases.add_from_customer(
            case=one.case, text=message.text, files=named, at=now,
            key=f"{one.about}:{message.number}",
        )  # fmt: skip
        portal.tell_handler(one.case, now, _NEWS)
    elif one.waits_since is None:
        one.waits_since = now
        one.save(update_fields=["waits_since"])
        _tell_desk(one.handler, now)
        if one.answered_at is not None and _is_clocked(now):
            stating.record(one, stating.WAITS, now, operator=_handler(one))


def _operator_said(one: Conversation, author: Member | None, now: datetime) -> None:
    if one.state == ChatState.WAITING and author is not None:
        _assign(one, author, _("taken by hand"), now)
    waited = str(round((now - one.waits_since).total_seconds())) if one.waits_since else None
    turn = one.waits_since is not None
    one.waits_since = None
    if one.answered_at is None:
        one.answered_at = now
        stating.record(
            one, "chat_answered", now, actor=author, operator=_key(author), seconds=waited,
            in_hours=stating.in_hours(now),
        )  # fmt: skip
    elif turn and _is_clocked(now):
        stating.record(
            one, stating.REPLIED, now, actor=author, operator=_key(author), seconds=waited
        )
    if turn and _is_clocked(now):
        stating.record(one, stating.SILENT, now, operator=_key(author))
    one.save(update_fields=["answered_at", "waits_since"])


def _assign(one: Conversation, member: Member, reason: str, now: datetime) -> None:
    stating.record(
        one, "chat_assigned", now, operator=member.username, reason=reason,
        in_hours=stating.in_hours(now),
    )  # fmt: skip
    one.state, one.handler = ChatState.TALKING, member
    one.first_owner = one.first_owner or member
    one.save(update_fields=["state", "handler", "first_owner"])
    _tell(one, Event.JOINED, member.name, now)
    _tell_desk(member, now)


def _append(one: Conversation, words: Words, now: datetime) -> Message:
    """Write a message at the conversation's next number; its row is locked by the caller."""
    one.last += 1
    Conversation.objects.filter(pk=one.pk).update(last=one.last)
    live.say(stream=one.about, body={"last": one.last}, now=now)
    return Message.objects.create(
        conversation=one, number=one.last, key=words.key, side=words.side, author=words.author,
        text=words.text.strip(), event=words.event, file=words.file, at=now,
    )  # fmt: skip


def _tell(one: Conversation, event: Event, who: str, now: datetime) -> None:
    key = f"house:{event}:{one.last + 1}"
    _append(one, Words(side=Side.HOUSE, key=key, event=event, text=who), now)


def _tell_desk(member: Member | None, now: datetime) -> None:
    if member is not None:
        live.say(stream=f"{DESK}:{member.username}", body={}, now=now)


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
    portal.tell_handler(done.case, now, _NEWS)


# The words of the portal: its catalogue has them.
_NEWS = "The customer added to %(number)s"


def _belong(one: Conversation, case: Case, event: Event, now: datetime) -> None:
    one.case = case
    one.save(update_fields=["case"])
    _tell(one, event, case.number, now)
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


def _worth(text: str, key: str, *, empty: bool = False) -> str:
    said = text.strip()
    if not (said or empty):
        raise RefusedError(_("Write something first."), "text")
    if len(said) > LONGEST:
        sentence = _("A message has at most %(n)s signs.")
        raise RefusedError(sentence % {"n": LONGEST}, "text")
    if not 1 <= len(key) <= LONGEST_KEY or key.startswith("house:"):
        raise RefusedError(_("The message has no key of its own; reload the page."), "key")
    return said


def _keep_pace(one: Conversation, words: Words, now: datetime) -> None:
    if words.side != Side.CUSTOMER or one.last < MOST_IN_A_MINUTE:
        return
    at = next((at for (at,) in _LONG_AGO.ask(one.pk, one.last - MOST_IN_A_MINUTE + 1)), None)
    if at is not None and now - at < timedelta(minutes=1):
        raise TooFastError(_("That was very fast. Please wait a moment."))


def _keep_window(one: Conversation, words: Words, now: datetime) -> None:
    """Refuse an answer that the channel would not carry to the customer."""
    if one.reply_until is None or words.side != Side.OPERATOR:
        return
    if now >= one.reply_until:
        raise RefusedError(
            _(
                "The customer's channel takes no more answers until they write again. "
                "Reach them another way."
            )
        )
    if words.file is not None:
        raise RefusedError(_("This channel carries text only; send the file another way."))


def _handler(one: Conversation) -> str | None:
    return _key(one.handler)


def _key(member: Member | None) -> str | None:
    return member.username if member else None
