"""Following a matter: by number and code, by link, or by a confirmed number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.cases.actions import Done
from shouwen.cases.choices import SETTLED, UNSETTLED
from shouwen.cases.models import Case
from shouwen.files import disk
from shouwen.files.content import MEDIA_TYPES
from shouwen.files.models import Sort
from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.portal import actions, gates, limits, queries, said, visit
from shouwen.portal.forms import AddForm, FollowForm, Guarded, ReasonForm
from shouwen.portal.views.door import GONE, REFUSED, Door, at_the_door, fresh_key, show, status_of


@at_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, door: Door) -> HttpResponse:
    """Take a number and its code; a wrong number and a wrong code are answered alike."""
    form = FollowForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                return _proved(form.cleaned_data["number"], form.cleaned_data["code"], door)
            except RefusedError as refusal:
                say_refusal(form, refusal)
                status = status_of(refusal)
    return show(request, door, "portal/follow.html", {"form": form}, status)


def _proved(number: str, code: str, door: Door) -> HttpResponse:
    plain = number.strip().upper()
    limits.take(
        [
            (limits.LOOKS_OF_NUMBER, plain),
            (limits.LOOKS_OF_ADDRESS, door.address),
            (limits.LOOKS, ""),
        ],
        at=door.now,
    )
    if not actions.prove_by_code(plain, code):
        raise RefusedError(_("The number and the code do not belong together. Check both."))
    return _shown(plain, door)


def _shown(number: str, door: Door) -> HttpResponse:
    response = redirect("portal:matter", number=number)
    visit.keep(response, door.visit.with_matter(number), door.now)
    return response


@at_the_door
@require_safe
def link(request: HttpRequest, door: Door, link: str) -> HttpResponse:
    """Open the matter behind a printed link."""
    form = FollowForm()
    try:
        limits.take(
            [(limits.LOOKS_OF_ADDRESS, door.address), (limits.LOOKS, "")], at=door.now
        )  # fmt: skip
    except RefusedError as refusal:
        context = {"form": form, "gone": str(refusal)}
        return show(request, door, "portal/follow.html", context, status_of(refusal))
    number = actions.number_behind(link)
    if number:
        return _shown(number, door)
    gone = _("This link leads nowhere. Please enter the number and the code of your matter.")
    return show(request, door, "portal/follow.html", {"form": form, "gone": gone}, GONE)


@at_the_door
@require_safe
def mine(request: HttpRequest, door: Door) -> HttpResponse:
    """List the matters of whoever confirmed a number or an address."""
    if not door.visit.is_confirmed:
        return redirect(f"{reverse('portal:contact')}?then={request.path}")
    rows = queries.matters_of(door.visit.way, door.visit.contact)
    return show(request, door, "portal/mine.html", {"rows": rows, "offers": queries.offers()})


@at_the_door
@require_safe
def matter(request: HttpRequest, door: Door, number: str) -> HttpResponse:
    """Show one of the customer's own matters; to anybody else every number looks alike."""
    case = gates.matter_of(door.visit, number)
    if case is None:
        return redirect("portal:follow")
    return _page(request, door, case, forms_for(None))


def forms_for(sent: QueryDict | None, verb: str = "") -> dict[str, Guarded]:
    """Return the forms of a matter's page; the one that was sent keeps what was typed."""
    made: dict[str, type[Guarded]] = {
        "add": AddForm, "confirm": Guarded, "reopen": ReasonForm, "withdraw": ReasonForm,
    }  # fmt: skip
    return {
        name: form(
            sent if name == verb else None,
            initial={"idempotency_key": fresh_key()},
            auto_id=f"id_{name}_%s",
        )
        for name, form in made.items()
    }


def _page(
    request: HttpRequest, door: Door, case: Case, forms: Mapping[str, Guarded], status: int = 200
) -> HttpResponse:
    settled, rating = case.state in SETTLED, queries.rating_of(case)
    page = said.page_of(case, shows_text=queries.filing_of(case) is not None, now=door.now)
    done = {step.icon for step in page.steps}
    context = {
        "case": case,
        "page": page,
        "forms": forms,
        "photos": actions.MOST_PHOTOS,
        "rating": rating,
        "may_rate": settled and rating is None and queries.rating_form(case.case_type) is not None,
        "may_reopen": settled,
        "may_confirm": settled and "patch-check" not in done,
        "has_promises": not settled or page.promises or page.open_questions,
        "may_withdraw": case.state in UNSETTLED and not page.asked_to_withdraw,
        "said": _SAID.get(request.GET.get("done", ""), ""),
    }
    return show(request, door, "portal/matter.html", context, status)


# ── what the customer does ───────────────────────────────────────────────────────────────────


@at_the_door
@require_POST
def do(request: HttpRequest, door: Door, number: str, verb: str) -> HttpResponse:
    """Add to a matter, confirm it, reopen it, or ask to withdraw it."""
    case = gates.matter_of(door.visit, number)
    if case is None:
        return redirect("portal:follow")
    if verb not in _VERBS:
        raise Http404
    forms = forms_for(request.POST, verb)
    form = forms[verb]
    if not form.is_valid():
        return _page(request, door, case, forms, REFUSED)
    try:
        take_deed(door, case)
        done = _VERBS[verb](request, case, form, door)
    except RefusedError as refusal:
        say_refusal(form, refusal)
        case.refresh_from_db()
        return _page(request, door, case, forms, status_of(refusal))
    waits = done.waits or (verb == "reopen" and done.case.state in SETTLED)
    word = "waits" if waits else verb
    return redirect(f"{reverse('portal:matter', args=[number])}?done={word}")


def take_deed(door: Door, case: Case) -> None:
    """Count a deed against the limits of its matter and of the address it came from."""
    limits.take(
        [
            (limits.DEEDS_OF_CONTACT, case.number),
            (limits.DEEDS_OF_ADDRESS, door.address),
            (limits.DEEDS, ""),
        ],
        at=door.now,
    )


def _key(verb: str, case: Case, form: Guarded) -> str:
    return f"portal:{verb}:{case.number}:{form.cleaned_data['idempotency_key']}"


def _add(request: HttpRequest, case: Case, form: Guarded, door: Door) -> Done:
    photos = actions.keep_photos(request.FILES.getlist("photo"), at=door.now)
    key = _key("add", case, form)
    text = form.cleaned_data["text"]
    return actions.add_to(case=case, text=text, photos=photos, key=key, at=door.now)


def _confirm(_request: HttpRequest, case: Case, form: Guarded, door: Door) -> Done:
    return actions.confirm(case=case, key=_key("confirm", case, form), at=door.now)


def _reopen(_request: HttpRequest, case: Case, form: Guarded, door: Door) -> Done:
    reason, key = form.cleaned_data["reason"], _key("reopen", case, form)
    return actions.reopen(case=case, reason=reason, key=key, at=door.now)


def _withdraw(_request: HttpRequest, case: Case, form: Guarded, door: Door) -> Done:
    reason, key = form.cleaned_data["reason"], _key("withdraw", case, form)
    return actions.ask_to_withdraw(case=case, reason=reason, key=key, at=door.now)


_VERBS: Mapping[str, Callable[[HttpRequest, Case, Guarded, Door], Done]] = {
    "add": _add, "confirm": _confirm, "reopen": _reopen, "withdraw": _withdraw,
}  # fmt: skip
_SAID: Mapping[str, str] = {
    "add": "add", "confirm": "confirm", "reopen": "reopen", "withdraw": "withdraw",
    "waits": "waits", "rate": "rate",
}  # fmt: skip


@at_the_door
@require_safe
def photo(request: HttpRequest, door: Door, number: str, key: str) -> HttpResponseBase:
    """Send a photograph of the customer's own matter, if the page of the matter shows it."""
    case = gates.matter_of(door.visit, number)
    if case is None:
        return redirect("portal:follow")
    page = said.page_of(case, shows_text=False, now=door.now)
    shown = {each.key for step in page.steps for each in step.photos if each.is_photo}
    place = disk.place(key, small="small" in request.GET) if key in shown else None
    if place is None or not place.exists():
        raise Http404
    response = FileResponse(place.open("rb"), content_type=MEDIA_TYPES[Sort.PHOTO])
    response["X-Content-Type-Options"] = "nosniff"
    return response
