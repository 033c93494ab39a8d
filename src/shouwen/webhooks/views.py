"""Requests about webhooks: list, make, change, look at what was sent, test, send again."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.policy.vocabulary import Vocabulary
from shouwen.regulations import queries as regulations
from shouwen.webhooks import actions, gates, queries
from shouwen.webhooks.choices import Manner
from shouwen.webhooks.forms import SpanForm, SubscriptionForm
from shouwen.webhooks.models import Subscription

REFUSED = 422


def _house(request: MemberRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _words() -> Vocabulary:
    return regulations.words_on(timezone.localdate()).vocabulary


@require_safe
def subscription_list(request: MemberRequest) -> HttpResponse:
    """List the webhooks with how each stands."""
    gates.require_keeper(request.member, timezone.localdate())
    return render(request, "webhooks/list.html", {"rows": queries.subscriptions()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Make a webhook, and show its secret once."""
    gates.require_keeper(request.member, timezone.localdate())
    form = SubscriptionForm(
        request.POST or None, words=_words(), initial={"token": uuid.uuid4().hex}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = actions.subscribe(
                wish=form.wish(_house(request)), owner=request.member,
                token=form.cleaned_data["token"], at=timezone.now(),
            )  # fmt: skip
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            return _told(request, made, secret) if secret else redirect("webhooks:page", made.pk)
    status = REFUSED if form.errors else 200
    return render(request, "webhooks/form.html", {"form": form}, status=status)


def _told(request: MemberRequest, subscription: Subscription, secret: str) -> HttpResponse:
    context = {"subscription": subscription, "secret": secret}
    return render(request, "webhooks/secret.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change what is told and where; only its owner may."""
    found = gates.own(request.member, pk, timezone.localdate())
    form = SubscriptionForm(
        request.POST or None, words=_words(),
        initial={**SubscriptionForm.initial_of(found), "token": uuid.uuid4().hex},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(
                subscription=found, wish=form.wish(_house(request)), by=request.member,
                at=timezone.now(),
            )  # fmt: skip
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("webhooks:page", pk)
    context = {"form": form, "subscription": found}
    return render(request, "webhooks/form.html", context, status=REFUSED if form.errors else 200)


@require_safe
def page(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a webhook, what may be done with it, and its log."""
    return _page(request, gates.open_to(request.member, pk, timezone.localdate()), SpanForm())


def _page(
    request: MemberRequest, found: Subscription, span: SpanForm, status: int = 200
) -> HttpResponse:
    words = _words()
    context = {
        "row": queries.row_of(found),
        "subscription": found,
        "events": [queries.event_label(event, words) for event in found.events],
        "is_mine": found.owner_id == request.member.pk,
        "changes": queries.changes_of(found),
        "span": span,
        **_log_of(request, found, words),
    }
    return render(request, "webhooks/page.html", context, status=status)


def _log_of(request: MemberRequest, found: Subscription, words: Vocabulary) -> dict[str, Any]:
    given = request.GET.get("after", "")
    after = int(given) if given.isdecimal() and len(given) < 19 else None  # noqa: PLR2004 - a bigint
    rows, older = queries.deliveries(found, words, after)
    return {"log": rows, "after": older, "subscription": found, "now": timezone.now()}


@require_safe
def log(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer with the newest of the log, for the page that watches it."""
    found = gates.open_to(request.member, pk, timezone.localdate())
    return render(request, "webhooks/_log.html", _log_of(request, found, _words()))


@require_safe
def delivery(request: MemberRequest, pk: int, sequence: int) -> HttpResponse:
    """Show one delivery with each attempt."""
    found = gates.open_to(request.member, pk, timezone.localdate())
    one = gates.delivery_of(found, sequence)
    is_mine = found.owner_id == request.member.pk
    context = {
        "subscription": found,
        "row": queries.delivery_row(one, _words()),
        "uid": str(one.uid),
        "attempts": queries.attempts_of(one, with_answer=is_mine),
        "now": timezone.now(),
    }
    return render(request, "webhooks/delivery.html", context)


# ── what is pressed ──────────────────────────────────────────────────────────────────────────


def _press(
    request: MemberRequest, found: Subscription, act: Callable[..., object], said: str
) -> HttpResponse:
    try:
        act(subscription=found, by=request.member, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("webhooks:page", found.pk)


@require_POST
def pause(request: MemberRequest, pk: int) -> HttpResponse:
    """Send nothing for a while."""
    found = gates.running_open_to(request.member, pk, timezone.localdate())
    return _press(request, found, actions.pause, _("Paused; what happens meanwhile is kept."))


@require_POST
def start(request: MemberRequest, pk: int) -> HttpResponse:
    """Go on where it stood; its owner decides."""
    found = gates.own(request.member, pk, timezone.localdate())
    return _press(request, found, actions.start, _("Started; what happened meanwhile follows."))


@require_POST
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """End it for good."""
    found = gates.running_open_to(request.member, pk, timezone.localdate())
    return _press(request, found, actions.end, _("Ended; nothing more is sent."))


@require_POST
def test(request: MemberRequest, pk: int) -> HttpResponse:
    """Put a test in the row."""
    found = gates.running_open_to(request.member, pk, timezone.localdate())
    return _press(request, found, actions.test, _("The test is sent in a moment; see the log."))


@never_cache
@require_POST
def rotate(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a new secret and show it once."""
    found = gates.own(request.member, pk, timezone.localdate())
    return _with_secret(request, found, actions.rotate)


@never_cache
@require_POST
def take_over(request: MemberRequest, pk: int) -> HttpResponse:
    """Become the owner, and see the new secret once."""
    found = gates.running_open_to(request.member, pk, timezone.localdate())
    return _with_secret(request, found, actions.take_over)


def _with_secret(
    request: MemberRequest, found: Subscription, act: Callable[..., str]
) -> HttpResponse:
    try:
        secret = act(subscription=found, by=request.member, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("webhooks:page", found.pk)
    if found.manner != Manner.PROGRAM:
        # A group chat's secret is its own.
        messages.success(request, _("Saved."))
        return redirect("webhooks:page", found.pk)
    return _told(request, found, secret)


@require_POST
def replay(request: MemberRequest, pk: int) -> HttpResponse:
    """Send a span of deliveries again."""
    found = gates.running_open_to(request.member, pk, timezone.localdate())
    form = SpanForm(request.POST)
    if form.is_valid():
        try:
            count = actions.replay(
                subscription=found, **form.cleaned_data, by=request.member, at=timezone.now()
            )
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            said = ngettext(
                "%(count)s delivery is sent again.", "%(count)s deliveries are sent again.", count
            )
            messages.success(request, said % {"count": count})
            return redirect("webhooks:page", pk)
    return _page(request, found, form, REFUSED)
