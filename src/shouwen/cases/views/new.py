"""Recording a new case: fast, once, and with a look ahead at what the regulations will say."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.access.sight import Sight, sight_of
from shouwen.cases import actions, gates, preview
from shouwen.cases.choices import CaseType, Severity
from shouwen.cases.forms import CategoryForm, NewCaseForm, SpeakerForm
from shouwen.cases.said import said
from shouwen.cases.views.shared import REFUSED, keep_said, standing_of
from shouwen.customers import queries as customers
from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: MemberRequest) -> HttpResponse:
    """Show the form and open the case; what was typed stays when something is refused."""
    where = standing_of(request)
    gates.require_work(where)
    if request.method != "POST":
        return _page(request, _form(request, initial=_initial(request)))
    form = _form(request, data=request.POST, files=request.FILES)
    if form.is_valid():
        try:
            done = _open(request, form)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            keep_said(request, done.case.number, said(done, timezone.now()))
            return redirect("cases:case", done.case.number)
    return _page(request, form, REFUSED)


def _form(request: MemberRequest, **options: Any) -> NewCaseForm:
    return NewCaseForm(
        case_type=_type(request),
        customer=_customer(request),
        sight=_sight(request),
        **options,
    )


def _sight(request: MemberRequest) -> Sight:
    return sight_of(request.member, timezone.now())


def _customer(request: HttpRequest) -> str:
    return str(request.POST.get("customer") or request.GET.get("customer") or "")


def _initial(request: HttpRequest) -> dict[str, Any]:
    return {
        "token": uuid.uuid4().hex,
        "case_type": _type(request) or CaseType.COMPLAINT,
        "severity": Severity.GENERAL,
        "channel": "phone",
        "customer": _customer(request),
    }


def _type(request: HttpRequest) -> str:
    given = request.POST.get("case_type") or request.GET.get("case_type") or ""
    return given if given in CaseType.values else ""


def _page(request: MemberRequest, form: NewCaseForm, status: int = 200) -> HttpResponse:
    chosen = str(form["customer"].value() or "")
    row = customers.row_of(int(chosen), sight=_sight(request)) if chosen.isdecimal() else None
    seen = _seen(request, str(form["case_type"].value()), str(form["severity"].value() or ""))
    context = {
        "form": form,
        "rows": (row,) if row else (),
        "chosen": row.pk if row else None,
        "foreseen": seen,
        "types": CaseType.choices,
    }
    return render(request, "cases/new.html", context, status=status)


def _open(request: MemberRequest, form: NewCaseForm) -> actions.Done:
    now, given = timezone.now(), form.cleaned_data
    return actions.open_case(
        case_type=given["case_type"],
        title=given["title"],
        text=given["text"],
        severity=given["severity"],
        channel=given["channel"],
        category=given["category"],
        customer=given["customer"],
        contact=given["contact"] if given["customer"] else None,
        new_customer=_new_customer(given),
        first_owner=given["first_owner"],
        responsible_department=given["department"],
        reference=given["reference"],
        at=given["opened_at"] or now,
        recorded_at=now,
        actor=request.member,
        own_fields=form.own_given(),
        files=form.keep(by=request.member, at=now),
        key=f"form:{request.member.pk}:{given['token']}",
    )


def _new_customer(given: dict[str, Any]) -> actions.NewCustomer | None:
    if given["customer"] or not given["new_name"]:
        return None
    return actions.NewCustomer(
        name=given["new_name"], phone=given["new_phone"], unit=given["new_unit"]
    )


@require_safe
def category(request: MemberRequest) -> HttpResponse:
    """Answer with the categories of the chosen type."""
    gates.require_work(standing_of(request))
    form = CategoryForm(case_type=_type(request))
    return render(request, "cases/_category.html", {"form": form})


@require_safe
def speaker(request: MemberRequest) -> HttpResponse:
    """Answer with the contacts of the chosen customer."""
    gates.require_work(standing_of(request))
    form = SpeakerForm(customer=_customer(request), sight=_sight(request))
    return render(request, "cases/_speaker.html", {"form": form})


@require_safe
def foreseen(request: MemberRequest) -> HttpResponse:
    """Answer with what the regulations would make of the chosen type and severity."""
    gates.require_work(standing_of(request))
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(reverse("cases:new"))
    severity = request.GET.get("severity", "")
    return render(
        request, "cases/_foreseen.html", {"foreseen": _seen(request, _type(request), severity)}
    )


def _seen(request: MemberRequest, case_type: str, severity: str) -> Any:
    if case_type not in CaseType.values:
        return []
    return preview.foreseen_for(
        case_type=case_type,
        severity=severity if severity in Severity.values else "",
        channel=request.GET.get("channel", ""),
        member=request.member,
        now=timezone.now(),
    )
