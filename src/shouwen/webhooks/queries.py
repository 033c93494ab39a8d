"""What the pages of webhooks show, in rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, Subquery

from shouwen.enforcement.words import of_language
from shouwen.policy.vocabulary import Vocabulary
from shouwen.webhooks.choices import CONSEQUENCES, TEST, TEST_LABEL, Did, Fault, Stage, State, Why
from shouwen.webhooks.models import Attempt, Change, Delivery, Subscription

PAGE = 30
TONES = {
    Stage.WAITING: "soon", Stage.DONE: "fine", Stage.GIVEN_UP: "late", Stage.WITHHELD: "calm",
}  # fmt: skip


# ── subscriptions ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionRow:
    """One line of the list."""

    pk: int
    name: str
    address: str
    owner: str
    manner: str
    state: str
    why: str
    is_broken: bool
    waiting: int
    given_up: int

    @property
    def label(self) -> str:
        """How it stands, in a word."""
        return str(State(self.state).label)

    @property
    def why_label(self) -> str:
        """Why the house stopped it, if it did."""
        return str(Why(self.why).label)

    @property
    def tone(self) -> str:
        """The state's tone for the eye."""
        if self.state == State.STOPPED:
            return "late"
        if self.is_broken:
            return "soon"
        return "fine" if self.state == State.ON else "calm"


def subscriptions() -> list[SubscriptionRow]:
    """List every subscription that has not ended, in one query."""
    found = Subscription.objects.exclude(state=State.ENDED).select_related("owner")
    found = found.annotate(
        waits=Count("deliveries", filter=Q(deliveries__stage=Stage.WAITING)),
        lost=Count("deliveries", filter=Q(deliveries__stage=Stage.GIVEN_UP)),
    )
    return [row_of(each, each.waits, each.lost) for each in found.order_by("name", "pk")]


def row_of(each: Subscription, waiting: int = 0, given_up: int = 0) -> SubscriptionRow:
    """Return a subscription for reading."""
    return SubscriptionRow(
        pk=each.pk, name=each.name, address=each.address, owner=str(each.owner),
        manner=each.manner, state=each.state, why=each.why, waiting=waiting, given_up=given_up,
        is_broken=each.state == State.ON and each.blocked_until is not None,
    )  # fmt: skip


def event_label(event: str, words: Vocabulary) -> str:
    """Return what an event is called in the reader's language."""
    if event == TEST:
        return str(TEST_LABEL)
    if event in CONSEQUENCES:
        return str(CONSEQUENCES[event])
    return of_language(words.kind_labels(event))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """Something somebody did to a subscription."""

    at: datetime
    by: str
    did: str
    note: str


def changes_of(subscription: Subscription, limit: int = 20) -> list[ChangeRow]:
    """List what was done to a subscription, the latest first."""
    found = Change.objects.filter(subscription=subscription).select_related("by").order_by("-pk")
    return [
        ChangeRow(at=each.at, by=str(each.by or ""), did=str(Did(each.did).label), note=each.note)
        for each in found[:limit]
    ]


# ── the log ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One line of the log; ``fault`` and ``status`` are those of the last attempt."""

    sequence: int
    event: str
    fact: int | None
    stage: str
    made_at: datetime
    next_attempt_at: datetime | None
    attempts: int
    status: int | None
    fault: str

    @property
    def label(self) -> str:
        """Where it stands."""
        return str(Stage(self.stage).label)

    @property
    def fault_label(self) -> str:
        """Why the last attempt did not arrive."""
        return "" if self.stage == Stage.DONE else str(Fault(self.fault).label)

    @property
    def tone(self) -> str:
        """The stage's tone for the eye."""
        return TONES[Stage(self.stage)]


def deliveries(
    subscription: Subscription, words: Vocabulary, after: int | None = None, limit: int = PAGE
) -> tuple[list[DeliveryRow], int | None]:
    """List a subscription's deliveries, newest first, and where the next page begins."""
    last = Attempt.objects.filter(delivery=OuterRef("pk"), number=OuterRef("attempts"))
    found = Delivery.objects.filter(subscription=subscription).annotate(
        status=Subquery(last.values("status")[:1]), fault=Subquery(last.values("fault")[:1])
    )
    if after is not None:
        found = found.filter(sequence__lt=after)
    rows = list(found.order_by("-sequence")[: limit + 1])
    shown = [_delivery_row(each, words, each.status, each.fault) for each in rows[:limit]]
    return shown, shown[-1].sequence if len(rows) > limit else None


def _delivery_row(
    each: Delivery, words: Vocabulary, status: int | None, fault: str | None
) -> DeliveryRow:
    return DeliveryRow(
        sequence=each.sequence, event=event_label(each.event, words), fact=each.fact_id,
        stage=each.stage, made_at=each.made_at, next_attempt_at=each.next_attempt_at,
        attempts=each.attempts, status=status, fault=fault or "",
    )  # fmt: skip


def has_waiting(subscription: Subscription) -> bool:
    """Return whether anything waits to be sent."""
    waiting = Delivery.objects.filter(subscription=subscription, next_attempt_at__isnull=False)
    return waiting.exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRow:
    """One attempt with what was sent and what came back; ``answer`` only for the owner."""

    number: int
    begun_at: datetime
    milliseconds: int | None
    status: int | None
    fault: str
    is_under_way: bool
    sent: tuple[tuple[str, str], ...]
    came: tuple[tuple[str, str], ...]
    answer: str
    seal: str

    @property
    def fault_label(self) -> str:
        """Why it did not arrive."""
        return str(Fault(self.fault).label)


def attempts_of(delivery: Delivery, *, with_answer: bool, limit: int = 50) -> list[AttemptRow]:
    """List the attempts at a delivery, the latest first."""
    found = Attempt.objects.filter(delivery=delivery).order_by("-number")
    return [
        AttemptRow(
            number=each.number, begun_at=each.begun_at, milliseconds=each.milliseconds,
            status=each.status, fault=each.fault, seal=each.seal,
            is_under_way=each.ended_at is None and not each.fault,
            sent=tuple(each.sent_head.items()), came=tuple(each.answer_head.items()),
            answer=each.answer if with_answer else "",
        )
        for each in found[:limit]
    ]  # fmt: skip


def delivery_row(delivery: Delivery, words: Vocabulary) -> DeliveryRow:
    """Return one delivery for reading, with what came of its last attempt."""
    last = Attempt.objects.filter(delivery=delivery, number=F("delivery__attempts")).first()
    return _delivery_row(delivery, words, last.status if last else None, last.fault if last else "")
