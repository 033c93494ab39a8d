"""The department's page about its own door, for whoever keeps it."""

from __future__ import annotations

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.cases.choices import CaseType
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.portal import actions, gates, queries
from shouwen.portal.choices import STARS
from shouwen.portal.keeping_forms import (
    FieldSet,
    LineForm,
    OfferForm,
    PortalForm,
    QuestionSet,
    fields_in,
    questions_in,
    shown_questions,
)
from shouwen.portal.models import PrivacyNotice
from shouwen.portal.views.door import REFUSED
from shouwen.portal.words import days_of


def _say(form: BaseForm, refusal: RefusedError) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _require_keeper(request: MemberRequest) -> None:
    gates.require_keeper(request.member, timezone.localdate())


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: MemberRequest) -> HttpResponse:
    """Show and change what customers see; list what they may file and what they are asked."""
    _require_keeper(request)
    portal, notice = queries.settings_of(), queries.notice()
    said = _said(notice) if notice else {}
    form = PortalForm(request.POST or None, instance=portal, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, form)
        except RefusedError as refusal:
            _say(form, refusal)
        else:
            return redirect("portal:settings")
    today = timezone.localdate()
    asked = queries.forms_by_type()
    context = {
        "form": form,
        "portal": queries.settings_of(),
        "notice": notice,
        "offers": queries.offers(shown_only=False),
        "types": [(kind.value, kind.label, asked.get(kind.value)) for kind in CaseType],
        "days": days_of(queries.week(today)),
    }
    status = REFUSED if form.errors else 200
    return render(request, "portal/settings.html", context, status=status)


def _said(notice: PrivacyNotice) -> dict[str, object]:
    months = notice.keep_months
    return {"notice": notice.text, "notice_en": notice.text_en, "keep_months": months}


def _keep(request: MemberRequest, form: PortalForm) -> None:
    given = form.cleaned_data
    actions.give_notice(
        text=given["notice"], text_en=given["notice_en"], keep_months=given["keep_months"],
        by=request.member, at=timezone.now(),
    )  # fmt: skip
    actions.save_settings(values=form.values())


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """Add a sort of matter that customers may file, or change it."""
    _require_keeper(request)
    kept = gates.offer_kept(pk) if pk is not None else None
    form = OfferForm(request.POST or None, instance=kept)
    # What is sent counts as written, whatever stood there before.
    before = kept.fields if kept is not None and request.method != "POST" else []
    fields = FieldSet(request.POST or None, initial=before, prefix="own")
    if request.method == "POST" and form.is_valid() and fields.is_valid():
        values = {**form.cleaned_data, "fields": fields_in(fields)}
        try:
            actions.save_offer(offer=kept, values=values)
        except RefusedError as refusal:
            _say(form, refusal)
        else:
            return redirect("portal:settings")
    status = REFUSED if form.errors or any(fields.errors) else 200
    context = {"form": form, "fields": fields, "offer": kept}
    return render(request, "portal/offer.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: MemberRequest, kind: str) -> HttpResponse:
    """Change what customers are asked when they rate one type of matter; versions are kept."""
    _require_keeper(request)
    case_type = gates.type_known(kind)
    last = queries.rating_form(case_type)
    before = shown_questions(last) if request.method != "POST" else []
    asked = QuestionSet(request.POST or None, initial=before, prefix="q")
    line = LineForm(
        request.POST or None, initial={"unsatisfied_at": last.unsatisfied_at if last else STARS[1]}
    )
    if request.method == "POST" and asked.is_valid() and line.is_valid():
        actions.set_questions(
            case_type=case_type,
            questions=questions_in(asked),
            unsatisfied_at=line.cleaned_data["unsatisfied_at"],
            by=request.member,
            at=timezone.now(),
        )
        return redirect("portal:settings")
    refused = line.errors or any(asked.errors) or (asked.is_bound and asked.non_form_errors())
    context = {"asked": asked, "line": line, "kind": case_type.label, "last": last}
    return render(request, "portal/questions.html", context, status=REFUSED if refused else 200)


@require_safe
def ratings(request: MemberRequest) -> HttpResponse:
    """List the latest ratings, each with its questions as they read and who served."""
    _require_keeper(request)
    after = request.GET.get("after", "")
    rows, onward = queries.ratings(int(after) if after.isdecimal() else None)
    context = {"rows": rows, "stars": STARS, "after": onward}
    return render(request, "portal/ratings.html", context)
