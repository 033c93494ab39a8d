"""The choice of a demonstration on an empty installation, and the wait until it is set up."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from shouwen.regulations.bundled import in_short
from shouwen.site.demo.house import house_of, industries
from shouwen.site.demo.loading import is_empty, load

RENEWED_AFTER = "4"  # seconds, as browsers read the header


def offer_for(request: HttpRequest) -> str:
    """Return the address of the choice for whoever may make it here and now, else nothing.

    That is the first administrator, and before anybody signs in every visitor of a demonstration.
    """
    if request.user.is_authenticated:
        allowed = request.user.is_superuser
    else:
        allowed = settings.SHOUWEN_DEMO_SIGN_IN
    return reverse("demo:choose") if allowed and is_empty() else ""


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Offer the demonstrations, or begin to set up the one that was chosen."""
    if not offer_for(request):
        raise Http404
    if request.method != "POST":
        return render(request, "demo/choose.html", {"industries": _rows()})
    chosen = request.POST.get("industry", "")
    if chosen not in industries():
        raise Http404
    return redirect("demo:preparing", prepare.enqueue(chosen).id)


@login_not_required
@require_safe
def preparing(request: HttpRequest, number: UUID) -> HttpResponse:
    """Wait until a demonstration is there; say so if it could not be set up."""
    try:
        state = prepare.get_result(str(number))
    except TaskResultDoesNotExist:
        raise Http404 from None
    if state.status == TaskResultStatus.SUCCESSFUL:
        return redirect("/")
    failed = state.status == TaskResultStatus.FAILED
    context = {"failed": failed, "industry": state.args[0]}
    answer = render(request, "demo/preparing.html", context)
    if not failed:
        answer["Refresh"] = RENEWED_AFTER
    return answer


@task()
def prepare(industry: str) -> str:
    """Set a demonstration up in the background; return the sentence about it."""
    return load(now=timezone.now(), industry=industry)


def _rows() -> list[dict[str, object]]:
    english = (get_language() or "").startswith("en")
    return [_row(name, english=english) for name in industries()]


def _row(name: str, *, english: bool) -> dict[str, object]:
    house = house_of(name)
    titles = [f"《{in_short(regulation).title}》" for regulation in house.regulations]
    return {
        "name": name,
        "title": house.title_en if english else house.title,
        "people": len(house.people),
        "regulations": "".join(titles),
    }
