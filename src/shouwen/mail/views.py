"""The mailbox' page: how it stands, what came and what became of it, who signs with what."""

from __future__ import annotations

from django.conf import settings as house
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.access.sight import sight_of
from shouwen.mail import actions, fetching, queries
from shouwen.mail.forms import MailboxForm, SignatureForm
from shouwen.mail.models import Signature
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.portal import gates

REFUSED = 422


def _let_in(request: MemberRequest) -> None:
    gates.require_keeper(request.member, timezone.localdate())


@require_safe
def letters(request: MemberRequest) -> HttpResponse:
    """Show how the mailbox stands and the letters, all or those that were not taken."""
    _let_in(request)
    now = timezone.now()
    after, not_taken = request.GET.get("after", ""), request.GET.get("only") == "not_taken"
    rows, more = queries.letters(
        sight_of(request.member, now), not_taken=not_taken,
        after=int(after[:18]) if after.isascii() and after.isdecimal() else None,
    )  # fmt: skip
    context = {
        "rows": rows, "after": more, "now": now, "box": queries.mailbox(),
        "not_taken": not_taken, "address": house.SHOUWEN_MAIL_ADDRESS, "is_set": fetching.is_set(),
    }  # fmt: skip
    return render(request, "mail/letters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """Say what becomes of letters, and list the signatures."""
    _let_in(request)
    form = MailboxForm(request.POST or None, instance=queries.mailbox())
    if request.method == "POST" and form.is_valid():
        form.instance.pk = 1
        form.save()
        return redirect("mail:settings")
    context = {
        "form": form, "signatures": queries.signatures(), "is_set": fetching.is_set(),
        "address": house.SHOUWEN_MAIL_ADDRESS,
    }  # fmt: skip
    return render(request, "mail/settings.html", context, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def signature(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """Add what stands below answers, or change it."""
    _let_in(request)
    kept = Signature.objects.filter(pk=pk).first() if pk else None
    if pk and kept is None:
        raise Http404
    form = SignatureForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_signature(signature=form.save(commit=False))
        except RefusedError as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect("mail:settings")
    context = {"form": form, "kept": kept}
    return render(request, "mail/signature.html", context, status=REFUSED if form.errors else 200)


@require_POST
def drop_signature(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove a signature."""
    _let_in(request)
    if not actions.drop_signature(pk=pk):
        raise Http404
    return redirect("mail:settings")
