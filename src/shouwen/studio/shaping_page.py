"""Pages on which rules change their shape: cut in two, joined with what follows, undone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.studio import gates, shaping
from shouwen.studio.forms import SplitForm

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask where to cut a rule in two, and cut it."""
    now = timezone.now()
    row = gates.suggestion_open_to(request.member, pk, timezone.localdate(now))
    quote = row.text.document.text[row.start : row.end]
    form = SplitForm(request.POST or None, quote=quote, initial={"revision": row.revision})
    if request.method == "POST" and form.is_valid():
        told = {"place": form.cleaned_data["place"], "revision": form.cleaned_data["revision"]}
        try:
            first, _second = shaping.split(row=row, **told, by=request.member, at=now)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            return at_rule(row.text_id, first.pk)
    context = {"form": form, "row": row, "text": row.text}
    return render(request, "studio/split.html", context, status=REFUSED if form.errors else 200)


@require_POST
def join(request: MemberRequest, pk: int) -> HttpResponse:
    """Make one rule of this one and what follows it in its clause."""
    now = timezone.now()
    row = gates.suggestion_open_to(request.member, pk, timezone.localdate(now))
    said = request.POST.get("revision", "")
    revision = int(said) if said.isdecimal() else 0
    try:
        made = shaping.join(row=row, revision=revision, by=request.member, at=now)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return at_rule(row.text_id, pk)
    return at_rule(row.text_id, made.pk)


@require_POST
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a change of shape back."""
    row = gates.suggestion_open_to(request.member, pk, timezone.localdate())
    try:
        place = shaping.undo(row=row)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return at_rule(row.text_id, pk)
    return redirect(f"{reverse('studio:text', args=[row.text_id])}#{place}")


def at_rule(text: int, rule: int) -> HttpResponse:
    """Go back to a rule in its text."""
    return redirect(f"{reverse('studio:text', args=[text])}#rule-{rule}")
