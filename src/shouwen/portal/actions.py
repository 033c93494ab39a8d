"""What the portal writes: matters through ``cases.actions``, ratings, its own settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from shouwen.cases import actions as cases
from shouwen.cases.actions import Done
from shouwen.cases.choices import UNSETTLED, Channel
from shouwen.cases.models import Case
from shouwen.customers import queries as customers
from shouwen.customers.models import Customer
from shouwen.files import actions as files
from shouwen.files.models import Sort, StoredFile
from shouwen.files.queries import DETAIL, told
from shouwen.journal.actions import queue_message
from shouwen.people import queries as people
from shouwen.people.actions import ensure_system_member
from shouwen.people.models import Member, Post
from shouwen.people.refusals import RefusedError
from shouwen.portal import keys, queries
from shouwen.portal.choices import Way
from shouwen.portal.models import Filing, Offer, Portal, PrivacyNotice, Rating, RatingForm
from shouwen.portal.rated import Answer, verdict
from shouwen.portal.visit import Receipt

MOST_PHOTOS = 6
_TITLE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a customer wrote: who they are, where, what, and the answers to further questions."""

    name: str
    text: str
    place: str = ""
    answers: Sequence[tuple[str, str]] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    photos: Sequence[StoredFile] = field(default_factory=tuple)


def keep_photos(uploads: Sequence[UploadedFile[bytes]], *, at: datetime) -> list[StoredFile]:
    """Keep photographs a customer sent; raise RefusedError for anything else."""
    if len(uploads) > MOST_PHOTOS:
        sentence = _("Please send at most %(most)s photographs at a time.")
        raise RefusedError(sentence % {"most": MOST_PHOTOS}, "photo")
    if not uploads:
        return []
    house = ensure_system_member()
    return [files.keep(upload=each, by=house, at=at, only=(Sort.PHOTO,)) for each in uploads]


@transaction.atomic
def file_matter(
    *, portal: Portal, offer: Offer, way: str, contact: str, given: Given, token: str, at: datetime
) -> Receipt:
    """Open a case for a customer who confirmed a contact and agreed to the notice; once per token.

    Sent twice, the same case gets a new code: the first one may never have been read. Raises
    RefusedError when something is missing or a regulation forbids it.
    """
    digest = keys.of_contact(way, contact)
    known = _known_customer(way, contact, digest)
    done = cases.open_case(
        case_type=offer.case_type,
        title=_title(offer, given.text),
        text=_text(offer, given, known),
        channel=Channel.WEB,
        category=offer.category,
        customer=known,
        new_customer=None if known else _new_customer(way, contact, given),
        first_owner=taker(portal, at),
        at=at,
        recorded_at=at,
        actor=None,
        key=f"portal:{digest[:24]}:{token}",
        details={DETAIL: told(each.sha256 for each in given.photos)},
        own_fields=given.fields,
    )
    files.name_in(files=given.photos, about=done.case.about, at=at)
    receipt = _receipt(done.case, way, contact, digest, at)
    if done.outcome is not None:
        tell_handler(done.case, at, gettext_noop("A customer filed a matter: %(number)s"))
    return receipt


def _title(offer: Offer, text: str) -> str:
    first = text.strip().partition("\n")[0]
    return f"{offer.name} · {first[:_TITLE]}" if first else offer.name


def _text(offer: Offer, given: Given, known: Customer | None) -> str:
    # Colleagues read it, whatever language it was filed in.
    with translation.override(settings.LANGUAGE_CODE):
        place = (offer.place_label or pgettext("customer", "Address"), given.place)
        # Several people may share a number; whoever wrote is not forgotten.
        name = given.name if known is not None and known.name != given.name else ""
        asked = [(_("Written by"), name), place, *given.answers]
    lines = [f"{label}：{value}" for label, value in asked if value]
    return "\n".join([given.text.strip(), *([""] if lines else []), *lines])


def _known_customer(way: str, contact: str, digest: str) -> Customer | None:
    if way == Way.PHONE:
        found = customers.by_phones([contact])
        return next(iter(found.values()), None)
    before = Filing.objects.filter(contact_digest=digest, case__customer__isnull=False)
    filing = before.select_related("case__customer").order_by("-pk").first()
    return filing.case.customer if filing else None


def _new_customer(way: str, contact: str, given: Given) -> cases.NewCustomer:
    phone = contact if way == Way.PHONE else ""
    return cases.NewCustomer(name=given.name, phone=phone, unit=given.place)


def taker(portal: Portal, at: datetime) -> Member | None:
    """Return who takes what comes in at the door."""
    return least_busy_of(portal.taker, at)


def least_busy_of(post: Post | None, at: datetime) -> Member | None:
    """Return who takes what comes in: of the post's holders, who has the fewest matters open."""
    if post is None:
        return None
    holders = people.holders_of(post.key, timezone.localdate(at))
    busy = Case.objects.filter(handler__in=holders, state__in=UNSETTLED).values("handler")
    counts = dict(busy.annotate(n=Count("pk")).values_list("handler", "n"))
    return min(holders, key=lambda member: (counts.get(member.pk, 0), member.pk), default=None)


def _receipt(case: Case, way: str, contact: str, digest: str, at: datetime) -> Receipt:
    receipt = Receipt(number=case.number, code=keys.new_follow_code(), link=keys.new_link())
    Filing.objects.update_or_create(
        case=case,
        defaults={
            "way": way,
            "contact_digest": digest,
            "mail": contact if way == Way.MAIL else "",
            "code_digest": keys.of_follow_code(case.number, receipt.code),
            "link_digest": keys.of_link(receipt.link),
            "notice": queries.notice(),
            "consented_at": at,
            "language": translation.get_language() or "",
        },
    )
    return receipt


# ── following ────────────────────────────────────────────────────────────────────────────────


def prove_by_code(number: str, code: str) -> bool:
    """Tell whether a code belongs to a matter's number; it takes as long whatever is wrong."""
    plain = number.strip().upper()
    kept = Filing.objects.filter(case__number=plain).values_list("code_digest", flat=True).first()
    return keys.same(kept or keys.NOTHING, keys.of_follow_code(plain, code))


def number_behind(link: str) -> str:
    """Return the number of the matter a follow link leads to, or an empty text."""
    found = Filing.objects.filter(link_digest=keys.of_link(link))
    return found.values_list("case__number", flat=True).first() or ""


def _told(case: Case, at: datetime, act: Callable[[], Done], subject: str) -> Done:
    done = act()
    if done.outcome is not None and not done.outcome.repeated:
        tell_handler(case, at, subject)
    return done


@transaction.atomic
def add_to(
    *, case: Case, text: str, photos: Sequence[StoredFile], key: str, at: datetime
) -> Done:  # fmt: skip
    """Add a customer's words and photographs to their matter, and tell whoever handles it."""
    named = told(each.sha256 for each in photos)
    done = _told(
        case,
        at,
        lambda: cases.add_from_customer(case=case, text=text, files=named, at=at, key=key),
        gettext_noop("The customer added to %(number)s"),
    )
    files.name_in(files=photos, about=case.about, at=at)
    return done


@transaction.atomic
def confirm(*, case: Case, key: str, at: datetime) -> Done:
    """Record that the customer takes the matter for settled, too."""
    return cases.confirm_from_customer(case=case, at=at, key=key)


@transaction.atomic
def reopen(*, case: Case, reason: str, key: str, at: datetime) -> Done:
    """Take a settled matter up again at its customer's word, where the rules let them.

    Where a clause wants signatures first, only a member may ask for them: the wish is added to the
    matter and its handler is told.
    """
    try:
        return _told(
            case,
            at,
            lambda: cases.reopen_from_customer(case=case, reason=reason, at=at, key=key),
            gettext_noop("The customer reopened %(number)s"),
        )
    except RefusedError as refusal:
        # What a clause forbids or the form lacks has a class or a field of its own.
        if type(refusal) is not RefusedError or refusal.field:
            raise
    return _told(
        case,
        at,
        lambda: cases.add_from_customer(case=case, text=reason, at=at, key=f"{key}:wish"),
        gettext_noop("The customer wants %(number)s taken up again; it needs approval"),
    )


@transaction.atomic
def ask_to_withdraw(*, case: Case, reason: str, key: str, at: datetime) -> Done:
    """Tell whoever handles a matter that its customer wants to withdraw it."""
    return _told(
        case,
        at,
        lambda: cases.ask_to_withdraw(case=case, reason=reason, at=at, key=key),
        gettext_noop("The customer wants to withdraw %(number)s"),
    )


def tell_handler(case: Case, at: datetime, subject: str) -> None:
    """Let whoever handles a matter know that there is something to read; nothing of it is said."""
    handler = case.handler
    if handler is None or not handler.email:
        return
    with translation.override(handler.language or settings.LANGUAGE_CODE):
        queue_message(
            channel="mail",
            recipient=handler.email,
            subject=_(subject) % {"number": case.number},
            body=_("Sign in and open the matter to read it."),
            at=at,
        )


# ── rating ───────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def rate(
    *, case: Case, form: RatingForm, answers: Sequence[Answer], key: str, at: datetime
) -> Rating:
    """Keep a customer's rating with its questions and who served; rules judge it as a fact.

    A matter is rated once until it is taken up again; RefusedError otherwise.
    """
    if queries.rating_of(case) is not None:
        raise RefusedError(_("You have rated this matter already. Thank you."))
    stars, satisfied = verdict(answers, form.unsatisfied_at)
    own = [a.value for a in answers if a.kind == "text" and a.value]
    done = cases.rate_from_customer(
        case=case,
        given={
            "satisfaction": stars,
            "satisfied": satisfied,
            "form": f"{form.case_type} v{form.number}",
            "text": "\n".join(str(each) for each in own),
        },
        at=at,
        key=key,
    )
    rating = Rating.objects.create(
        case=case,
        times_reopened=case.times_reopened,
        form=form,
        answers=[each.as_json() for each in answers],
        served=_served(case, at),
        stars=stars,
        satisfied=satisfied,
        given_at=at,
        fact=done.outcome.fact if done.outcome else None,
    )
    if satisfied is False:
        tell_handler(case, at, gettext_noop("The customer is not satisfied with %(number)s"))
    return rating


def _served(case: Case, at: datetime) -> dict[str, Any]:
    """Return who had to do with a matter, as it is at this moment; later changes do not show."""
    day = timezone.localdate(at)
    department = case.responsible_department
    return {
        "handler": _as_of(case.handler, day),
        "first_owner": _as_of(case.first_owner, day),
        "team": case.team.key if case.team else "",
        "department": department.key if department else "",
    }


def _as_of(member: Member | None, day: Any) -> dict[str, Any]:
    if member is None:
        return {}
    posts = sorted(people.posts_of(member.username, day))
    return {"key": member.username, "name": member.name, "posts": posts}


# ── the department's settings ────────────────────────────────────────────────────────────────


@transaction.atomic
def save_settings(*, values: Mapping[str, Any]) -> Portal:
    """Keep what the department says at its door; refused to open without notice, name or offer."""
    portal = queries.settings_of()
    for name, value in values.items():
        setattr(portal, name, value)
    if portal.is_on:
        _fit_to_open(portal)
    kept = {name: getattr(portal, name) for name in _SETTINGS}
    return Portal.objects.update_or_create(pk=1, defaults=kept)[0]


_SETTINGS = (
    "is_on", "name", "name_en", "accent", "welcome", "welcome_en", "hotline", "taker", "languages",
)  # fmt: skip


def _fit_to_open(portal: Portal) -> None:
    if portal.taker is None:
        sentence = _("Nobody would take what comes in; choose the post that takes new matters.")
        raise RefusedError(sentence, "taker")
    if queries.notice() is None:
        raise RefusedError(_("Customers must be told what is kept; write the privacy notice."))
    if not Offer.objects.filter(is_shown=True).exists():
        raise RefusedError(_("There is nothing to file yet; add a sort of matter first."))


@transaction.atomic
def give_notice(
    *, text: str, text_en: str, by: Member, at: datetime, keep_months: int | None = None
) -> PrivacyNotice:
    """Write a new version of the privacy notice; unchanged, the last one stays.

    So many months after a matter was settled its contact data is removed; with None it is not.
    """
    last, wanted = queries.notice(), (text.strip(), text_en.strip(), keep_months)
    if last is not None and (last.text, last.text_en, last.keep_months) == wanted:
        return last
    return PrivacyNotice.objects.create(
        number=last.number + 1 if last else 1,
        text=text.strip(),
        text_en=text_en.strip(),
        keep_months=keep_months,
        since=at,
        made_by=by,
    )


@transaction.atomic
def save_offer(*, offer: Offer | None, values: Mapping[str, Any]) -> Offer:
    """Add a sort of matter that customers may file, or change it."""
    category = values.get("category")
    if category is not None and category.case_type != values["case_type"]:
        raise RefusedError(
            _("This category belongs to another type of matter; choose one of this type."),
            field="category",
        )
    if offer is None:
        return Offer.objects.create(**values)
    Offer.objects.filter(pk=offer.pk).update(**values)
    return offer


@transaction.atomic
def set_questions(
    *, case_type: str, questions: Sequence[Mapping[str, Any]], unsatisfied_at: int, by: Member,
    at: datetime,
) -> RatingForm:  # fmt: skip
    """Write a new version of a rating form; unchanged, the last one stays."""
    last = queries.rating_form(case_type)
    wanted = [dict(each) for each in questions]
    if last is not None and (last.questions, last.unsatisfied_at) == (wanted, unsatisfied_at):
        return last
    return RatingForm.objects.create(
        case_type=case_type,
        number=last.number + 1 if last else 1,
        questions=wanted,
        unsatisfied_at=unsatisfied_at,
        made_at=at,
        made_by=by,
    )
