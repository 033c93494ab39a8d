"""Queues: how much lies in each, and keeping them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shouwen.cases import gates, queues
from shouwen.cases.models import Category, Queue
from shouwen.cases.queue_forms import KeepQueueForm
from shouwen.cases.views.shared import REFUSED, standing_of
from shouwen.people.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def all_queues(request: MemberRequest) -> HttpResponse:
    """Show the queues with how much lies in them; whoever keeps the lists makes a new one."""
    where = standing_of(request)
    keeps = where.sees_all and where.works
    gates.require_work(where)
    if request.method == "POST":
        gates.require_keeper(where)
    form = KeepQueueForm(request.POST or None) if keeps else None
    if form is not None and form.is_bound and form.is_valid():
        queues.keep(**form.cleaned_data)
        return redirect("cases:queues")
    context = {"form": form, "rows": queues.rows(where), "keeps": keeps}
    refused = form is not None and bool(form.errors)
    return render(request, "cases/queues.html", context, status=REFUSED if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a queue, or end it."""
    gates.require_keeper(standing_of(request))
    queue = gates.queue_open(pk)
    if request.POST.get("do") == "end":
        queues.end(queue, timezone.now())
        return redirect("cases:queues")
    form = KeepQueueForm(request.POST or None, queue=queue, initial=_initial(queue))
    if form.is_bound and form.is_valid():
        queues.keep(queue=queue, **form.cleaned_data)
        return redirect("cases:queues")
    context = {"form": form, "queue": queue}
    return render(request, "cases/queue.html", context, status=REFUSED if form.errors else 200)


def _initial(queue: Queue) -> dict[str, object]:
    return {
        "name": queue.name,
        "name_en": queue.name_en,
        "members": list(queue.members.values_list("member", flat=True)),
        "categories": list(Category.objects.filter(queue=queue).values_list("pk", flat=True)),
    }
