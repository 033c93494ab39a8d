"""Pages of samples: plans, what was drawn by which seed, and drawing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.people.answers import answered, refused_there
from shouwen.people.forms import taken
from shouwen.people.requests import MemberRequest
from shouwen.quality import actions, drawing, gates, plans, queries
from shouwen.quality.forms import DrawForm, PartSet, PlanForm
from shouwen.quality.models import Plan
from shouwen.quality.tabs import tabs
from shouwen.quality.views import REFUSED, number
from shouwen.regulations import queries as regulations


@require_safe
def samples(request: MemberRequest) -> HttpResponse:
    """List the plans in use and the samples drawn by them."""
    today = timezone.localdate()
    gates.require_manager(request.member, today)
    after = number(request.GET.get("after", ""))
    rows = queries.samples(after=after or None, limit=queries.PAGE + 1)
    context = {
        "tabs": tabs("samples", request.member, today),
        "plans": queries.plans_in_use(),
        "rows": rows[: queries.PAGE],
        "next": rows[queries.PAGE - 1].sample.pk if len(rows) > queries.PAGE else "",
        "now": timezone.now(),
    }
    return render(request, "quality/samples.html", context)


@require_safe
def sample(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what a sample drew, by which parts and seed, and how far it is checked."""
    gates.require_manager(request.member, timezone.localdate())
    found = gates.sample_known(pk)
    rows = queries.items_of(
        found, after=number(request.GET.get("after", "")), limit=queries.PAGE + 1
    )
    context = {
        "sample": found,
        "parts": _shown(found.parts),
        "rows": rows[: queries.PAGE],
        "next": rows[queries.PAGE - 1].pk if len(rows) > queries.PAGE else "",
        "now": timezone.now(),
    }
    return render(request, "quality/sample.html", context)


def _shown(kept: Any) -> list[dict[str, Any]]:
    """Return parts with their shares in words and the clauses that set them."""
    today = timezone.localdate()
    known = {quota.key: quota for quota in plans.quotas(regulations.rulebook_on(today), today)}
    return [
        {"said": said, "share": plans.percent(said.share), "quota": known.get(said.rule)}
        for said in plans.parts_of(kept)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request: MemberRequest) -> HttpResponse:
    """Ask for a plan's card, checkers and parts, and keep it."""
    now, today = timezone.now(), timezone.localdate()
    gates.require_manager(request.member, today)
    quotas = list(plans.quotas(regulations.rulebook_on(today), today))
    given = request.POST if request.method == "POST" else None
    form, parts = PlanForm(given), PartSet(given, form_kwargs={"quotas": quotas})
    context = {"form": form, "parts": parts}
    if given is None:
        return render(request, "quality/new_plan.html", context)
    made = None
    if form.is_valid() & parts.is_valid():
        said = [part for each in parts.forms if (part := each.part()) is not None]
        made = taken(
            form,
            lambda: actions.make_plan(parts=said, by=request.member, at=now, **form.cleaned_data),
        )
    if made is None:
        return render(request, "quality/new_plan.html", context, status=REFUSED)
    return redirect("quality:plan", made.pk)


@require_safe
def plan(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a plan with its parts, and what to draw from."""
    gates.require_manager(request.member, timezone.localdate())
    return _plan_page(request, gates.plan_known(pk), DrawForm())


def _plan_page(
    request: MemberRequest, found: Plan, form: DrawForm, status: int = 200
) -> HttpResponse:
    context = {"plan": found, "parts": _shown(found.parts), "form": form,
               "card": gates.card_known(found.card.key)}  # fmt: skip
    return render(request, "quality/plan.html", context, status=status)


@require_POST
def draw(request: MemberRequest, pk: int) -> HttpResponse:
    """Draw a sample by a plan; the seed is kept."""
    now, today = timezone.now(), timezone.localdate()
    gates.require_manager(request.member, today)
    found, form = gates.plan_known(pk), DrawForm(request.POST)
    made = taken(
        form,
        lambda: drawing.begin(
            plan=found, since=form.cleaned_data["since"], until=form.cleaned_data["until"],
            by=request.member, at=now,
        ),
    )  # fmt: skip
    if made is None:
        return _plan_page(request, found, form, status=REFUSED)
    messages.success(request, _("The sample is drawn; its checkers find it under “Mine”."))
    return redirect("quality:sample", made.pk)


@require_POST
def end_plan(request: MemberRequest, pk: int) -> HttpResponse:
    """End a plan; what was drawn by it stays."""
    now, today = timezone.now(), timezone.localdate()
    gates.require_manager(request.member, today)
    found, back = gates.plan_known(pk), reverse("quality:samples")
    return answered(
        request,
        lambda: actions.end_plan(plan=found, at=now),
        refused=lambda refusal: refused_there(request, refusal, back),
        said=_("The plan has ended."),
        to=back,
    )
