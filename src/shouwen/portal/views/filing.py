"""Filing a matter: what for, who asks, what about, and the receipt."""

from __future__ import annotations

from dataclasses import replace

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.portal import actions, gates, limits, proofs, queries, said, visit
from shouwen.portal.forms import CodeForm, ContactForm, FileForm, FollowForm
from shouwen.portal.models import Offer
from shouwen.portal.views.door import REFUSED, Door, at_the_door, fresh_key, show, status_of, ways
from shouwen.portal.visit import Visit
from shouwen.portal.words import days_of

BIG = 5  # dots of the drawing for each square of the code


@at_the_door
@require_safe
def home(request: HttpRequest, door: Door) -> HttpResponse:
    """Show what may be filed, how a matter is followed, and when the house is open."""
    context = {
        "offers": queries.offers(),
        "days": days_of(queries.week(timezone.localdate(door.now))),
        "form": FollowForm(),
    }
    return show(request, door, "portal/home.html", context)


@at_the_door
@require_safe
def privacy(request: HttpRequest, door: Door) -> HttpResponse:
    """Show what is kept of customers, why and how long."""
    notice = queries.notice()
    text = said.by_language(notice.text, notice.text_en) if notice else ""
    return show(request, door, "portal/privacy.html", {"notice": notice, "text": text})


# ── who asks ─────────────────────────────────────────────────────────────────────────────────


@at_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, door: Door) -> HttpResponse:
    """Ask where to send a code, and send it; what follows is the same for every number."""
    form = ContactForm(request.POST or None, ways=ways())
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                return _code_sent(form, door, _inside(request))
            except RefusedError as refusal:
                say_refusal(form, refusal)
                status = status_of(refusal)
    context = {"form": form, "then": _inside(request)}
    return show(request, door, "portal/contact.html", context, status)


def _inside(request: HttpRequest) -> str:
    """Return the address that a code leads to; only the portal's own are taken."""
    wanted = request.POST.get("then", "") or request.GET.get("then", "")
    below = wanted.startswith(reverse("portal:home"))
    return wanted if below and url_has_allowed_host_and_scheme(wanted, None) else ""


def _code_sent(form: ContactForm, door: Door, then: str) -> HttpResponse:
    way, where = form.cleaned_data["way"], form.cleaned_data["contact"]
    asked = proofs.ask(way=way, contact=where, address=door.address, house=door.name, at=door.now)
    waiting = replace(
        door.visit, asked=asked.pk, asked_way=way, asked_contact=where, then=then,
        shown_code=asked.code,
    )  # fmt: skip
    response = redirect("portal:code")
    visit.keep(response, waiting, door.now)
    return response


@at_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, door: Door) -> HttpResponse:
    """Take the code; whatever is wrong with it is said in one sentence."""
    waiting = door.visit
    if not waiting.asked:
        return redirect("portal:contact")
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                return _let_in(form.cleaned_data["code"], door)
            except RefusedError as refusal:
                say_refusal(form, refusal)
                status = status_of(refusal)
    context = {
        "form": form, "contact": waiting.asked_contact, "shown_code": waiting.shown_code,
        "minutes": settings.SHOUWEN_PORTAL_CODE_MINUTES, "then": waiting.then,
    }  # fmt: skip
    return show(request, door, "portal/code.html", context, status)


def _let_in(typed: str, door: Door) -> HttpResponse:
    waiting = door.visit
    limits.take([(limits.LOOKS_OF_ADDRESS, door.address)], at=door.now)
    proofs.check(
        pk=waiting.asked, way=waiting.asked_way, contact=waiting.asked_contact, code=typed,
        at=door.now,
    )  # fmt: skip
    # What another customer proved in this browser before is not theirs.
    known = Visit(way=waiting.asked_way, contact=waiting.asked_contact)
    response = redirect(waiting.then or reverse("portal:mine"))
    visit.keep(response, known, door.now)
    return response


@at_the_door
@require_POST
def leave(_request: HttpRequest, _door: Door) -> HttpResponse:
    """Forget who is at the door."""
    response = redirect("portal:home")
    visit.end(response)
    return response


# ── what about ───────────────────────────────────────────────────────────────────────────────


@at_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """Ask what a matter is about, once it is known who asks, and open it."""
    offer = gates.offer_open(pk)
    if not door.visit.is_confirmed:
        return redirect(f"{reverse('portal:contact')}?then={request.path}")
    form = FileForm(
        request.POST or None, offer=offer, initial={"idempotency_key": fresh_key()}
    )  # fmt: skip
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                return _filed(request, form, offer, door)
            except RefusedError as refusal:
                say_refusal(form, refusal)
                status = status_of(refusal)
    context = {
        "form": form, "offer": offer, "photos": actions.MOST_PHOTOS,
        "title": said.by_language(offer.name, offer.name_en),
        "hint": said.by_language(offer.hint, offer.hint_en),
    }  # fmt: skip
    return show(request, door, "portal/new.html", context, status)


def _filed(request: HttpRequest, form: FileForm, offer: Offer, door: Door) -> HttpResponse:
    known = door.visit
    limits.take(
        [
            (limits.DEEDS_OF_CONTACT, known.contact_digest),
            (limits.DEEDS_OF_ADDRESS, door.address),
            (limits.DEEDS, ""),
        ],
        at=door.now,
    )
    uploads = request.FILES.getlist("photo") if offer.takes_photos else []
    photos = actions.keep_photos(uploads, at=door.now)
    receipt = actions.file_matter(
        portal=door.portal,
        offer=offer,
        way=known.way,
        contact=known.contact,
        given=replace(form.given(), photos=photos),
        token=form.cleaned_data["idempotency_key"],
        at=door.now,
    )
    response = redirect("portal:receipt")
    visit.keep(response, replace(known.with_matter(receipt.number), receipt=receipt), door.now)
    return response


@at_the_door
@require_safe
def receipt(request: HttpRequest, door: Door) -> HttpResponse:
    """Show the number, the follow code and its link, and what is promised at once."""
    kept = door.visit.receipt
    case = gates.matter_of(door.visit, kept.number) if kept else None
    if kept is None or case is None:
        return redirect("portal:follow")
    address = request.build_absolute_uri(reverse("portal:link", args=[kept.link]))
    context = {
        "receipt": kept,
        "page": said.page_of(case, shows_text=False, now=door.now),
        "address": address,
        "drawing": segno.make(address, error="m").svg_data_uri(scale=BIG, border=2),
    }
    return show(request, door, "portal/receipt.html", context)
