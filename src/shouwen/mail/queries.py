"""Questions about letters: how the mailbox stands, which letters came, whose they belong to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from shouwen.access.sight import Sight
from shouwen.cases.models import Case
from shouwen.customers.models import Customer
from shouwen.customers.queries import CUSTOMER
from shouwen.mail.choices import NOT_TAKEN, Became, Way, Why
from shouwen.mail.models import Letter, Mailbox, Signature
from shouwen.people import queries as people
from shouwen.people.models import Member

PAGE = 50
_RELATED = ("category", "handler", "first_owner", "team", "customer", "responsible_department")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """One letter in the list; ``address`` as its reader may see it."""

    pk: int
    way: str
    way_label: str
    address: str
    subject: str
    case: str
    became: str
    became_label: str
    why: str
    is_taken: bool
    size: int
    at: datetime


def mailbox() -> Mailbox:
    """Return how the mailbox is kept, before anybody has said so as usual."""
    return Mailbox.objects.select_related("taker").filter(pk=1).first() or Mailbox()


def signatures() -> list[Signature]:
    """List what stands below answers."""
    return list(Signature.objects.select_related("post", "team").order_by("pk"))


def signature_of(member: Member | None, on: date) -> str:
    """Return what stands below a member's answers: the nearest to their post and team."""
    if member is None:
        team, posts = None, frozenset[str]()
    else:
        team, posts = people.team_and_posts_of(member, on)
    fitting = [
        each for each in signatures()
        if (each.post is None or each.post.key in posts) and each.team in (None, team)
    ]  # fmt: skip
    best = max(fitting, key=lambda s: (s.post is not None, s.team is not None), default=None)
    return best.text if best else ""


def letters(
    sight: Sight, *, not_taken: bool = False, after: int | None = None
) -> tuple[list[LetterRow], str]:
    """List letters, the latest first, and where the list goes on."""
    found = Letter.objects.select_related("case__customer").order_by("-pk")
    if not_taken:
        found = found.filter(became__in=NOT_TAKEN)
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found[: PAGE + 1])
    known = _known({row.address for row in rows if row.case_id is None})
    shown = [_row(row, known, sight) for row in rows[:PAGE]]
    return shown, str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""


def _known(addresses: Collection[str]) -> dict[str, Customer]:
    wanted = [each for each in addresses if each]
    if not wanted:
        return {}
    return {each.email: each for each in Customer.objects.filter(email__in=wanted).order_by("-pk")}


def _row(row: Letter, known: dict[str, Customer], sight: Sight) -> LetterRow:
    customer = row.case.customer if row.case else known.get(row.address)
    subject, address = row.subject, row.address
    if customer is not None:
        level, number = customer.secrecy, customer.number
        address = sight.shown(CUSTOMER, level, "email", address, number)
        values = {"name": customer.name, "phone": customer.phone, "email": row.address}
        subject = sight.scrubbed(
            subject,
            [(v, sight.shown(CUSTOMER, level, n, v, number)) for n, v in values.items()],
        )
    return LetterRow(
        pk=row.pk, way=row.way, way_label=str(Way(row.way).label), address=address,
        subject=subject, case=row.case.number if row.case else "", became=row.became,
        became_label=str(Became(row.became).label),
        why=" ".join(filter(None, [str(Why(row.why).label) if row.why else "", row.said])),
        is_taken=row.became not in NOT_TAKEN, size=row.size, at=row.at,
    )  # fmt: skip


# ── to whom a letter belongs ─────────────────────────────────────────────────────────────────


def case_answered(*, tokens: Collection[str], refers_to: Collection[str]) -> Case | None:
    """Return the matter that a letter answers to: by our address' token, else by what it cites."""
    proved = Letter.objects.filter(
        Q(token__in=list(tokens)) | Q(message_id__in=list(refers_to)), case__isnull=False
    )
    found = {each.token: each for each in proved} | {each.message_id: each for each in proved}
    nearest = next((found[key] for key in (*tokens, *refers_to) if key in found), None)
    if nearest is None or nearest.case_id is None:
        return None
    case = Case.objects.select_related(*_RELATED).get(pk=nearest.case_id)
    while case.merged_into_id is not None:
        case = Case.objects.select_related(*_RELATED).get(pk=case.merged_into_id)
    return case


def last_from_customer(case: Case) -> Letter | None:
    """Return the letter that a matter's customer wrote last."""
    found = Letter.objects.filter(case=case, way=Way.IN).exclude(became__in=NOT_TAKEN)
    return found.order_by("-pk").first()


def references_of(case: Case) -> list[str]:
    """Return how a matter's letters call themselves, the first first."""
    found = Letter.objects.filter(case=case).exclude(message_id="").order_by("pk")
    return list(found.values_list("message_id", flat=True))[-20:]


def customer_of(address: str) -> Customer | None:
    """Return the customer who is known by an address."""
    return Customer.objects.filter(email=address).order_by("pk").first() if address else None


def how_often(address: str, since: datetime) -> int:
    """Return how many letters an address sent since a moment."""
    return Letter.objects.filter(address=address, way=Way.IN, kept_at__gt=since).count()


def acknowledged_lately(address: str, now: datetime) -> bool:
    """Return whether an address was told of a new matter within the last hour."""
    told = Letter.objects.filter(address=address, is_automatic=True, way=Way.OUT)
    return told.filter(kept_at__gt=now - timedelta(hours=1)).exists()
