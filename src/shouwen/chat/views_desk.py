"""The colleagues' page: who waits, whom one is talking to, and one conversation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.access.sight import sight_of
from shouwen.cases import drafts
from shouwen.cases import gates as cases
from shouwen.chat import actions, gates, offers, queries, routing, saying
from shouwen.chat.choices import ENDED, ClosedBy, Side
from shouwen.chat.forms import CaseForm, DoorForm, HandForm, SayForm, SeenForm, TopicForm
from shouwen.chat.models import Conversation, Topic
from shouwen.chat.saying import Words
from shouwen.files import actions as files
from shouwen.knowledge import hints
from shouwen.obligations import queries as owed
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.portal import gates as portal
from shouwen.seats import actions as seats
from shouwen.seats import queries as seat_rows
from shouwen.seats.choices import BreakKind, SeatState

REFUSED, CONFLICT = 422, 409


@require_safe
def desk(request: MemberRequest) -> HttpResponse:
    """Show who waits and whom the member is talking to."""
    return render(request, "chat/desk.html", _lists(request))


@require_safe
def lists(request: MemberRequest) -> HttpResponse:
    """Answer with the lists alone; asking for them keeps the seat."""
    seats.hear(member=request.member, now=timezone.now())
    return render(request, "chat/_lists.html", _lists(request))


def _lists(request: MemberRequest) -> dict[str, Any]:
    now = timezone.now()
    where = gates.require_work(request.member, timezone.localdate(now))
    sight = sight_of(request.member, now, permissions=where.permissions)
    mine = queries.mine(request.member.pk, sight)
    here = request.GET.get("here", "")
    return {
        "waiting": queries.waiting(sight), "mine": mine, "now": now,
        "seat": seat_rows.state_of(request.member.pk), "breaks": BreakKind.choices,
        "stream": f"{saying.DESK}:{request.member.username}",
        "here": int(here) if here.isdecimal() else 0,
    }  # fmt: skip


@require_POST
def seat(request: MemberRequest) -> HttpResponse:
    """Let the member be ready, take a break, or leave the seat; then customers find them."""
    gates.require_work(request.member, timezone.localdate())
    state, now = request.POST.get("state", ""), timezone.now()
    kind = request.POST.get("kind", "") if state == SeatState.ON_BREAK else ""
    try:
        if state == SeatState.OFFLINE:
            seats.sign_out(member=request.member, now=now)
        else:
            seats.enter(member=request.member, state=state, break_kind=kind, now=now)
            actions.route(now=now)
    except RefusedError as refusal:
        context = {**_lists(request), "refusal": str(refusal)}
        return render(request, "chat/desk.html", context, status=REFUSED)
    return redirect("chat:desk")


@require_safe
def past(request: MemberRequest) -> HttpResponse:
    """List the conversations open to the member, the latest first."""
    now = timezone.now()
    where = gates.require_work(request.member, timezone.localdate(now))
    after = request.GET.get("after", "")
    sight = sight_of(request.member, now, permissions=where.permissions)
    rows, more = queries.past(where, sight, int(after[:18]) if after.isdecimal() else None)
    return render(request, "chat/past.html", {"rows": rows, "after": more, "now": now})


# ── one conversation ─────────────────────────────────────────────────────────────────────────


@require_safe
def conversation(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one conversation with its clocks, and what can be done with it."""
    return _page(request, _open(request, pk))


def _open(request: MemberRequest, pk: int) -> Conversation:
    return gates.conversation_open_to(request.member, pk, timezone.localdate())


def _page(
    request: MemberRequest, one: Conversation, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    sight = sight_of(request.member, now)
    context = {
        **_lists(request), "here": one.pk, "chat": one, "row": queries.row_of(one, sight),
        "seen": queries.seen_of(one, sight), "clocks": _clocks(one),
        "reply_until": one.reply_until,
        "composing": hints.composing_on(request.member, today), "ended": one.state in ENDED,
        "others": one.handler is not None and one.handler != request.member,
        "hand": HandForm(members=_colleagues(one)), "case_form": CaseForm(), "refusal": refusal,
    }  # fmt: skip
    return render(request, "chat/conversation.html", context, status=status)


def _clocks(one: Conversation) -> list[Any]:
    return [row for row in owed.history(one.about) if row.is_owed]


def _colleagues(one: Conversation) -> Any:
    """Return whom a conversation may be handed to: who works on matters, but for who has it."""
    working = routing.workers(timezone.localdate())
    return working.exclude(pk=one.handler_id or 0).order_by("name")


@require_safe
def news(request: MemberRequest, pk: int) -> JsonResponse:
    """Answer with what is new in a conversation after a number."""
    after = request.GET.get("after", "0")
    number = int(after[:9]) if after.isascii() and after.isdecimal() else 0
    return JsonResponse(_news(request, _open(request, pk), number))


def _news(request: MemberRequest, one: Conversation, after: int) -> dict[str, Any]:
    now = timezone.now()
    seen = queries.seen_of(one, sight_of(request.member, now))
    rows = queries.messages_for_member(one, after, seen)
    shown = [(row, reverse("files:show", args=[row.file]) if row.file else "") for row in rows]
    context = {"rows": shown, "mine": Side.OPERATOR, "now": now}
    clocks = render_to_string(
        "chat/_clocks.html", {"clocks": _clocks(one), "reply_until": one.reply_until, "now": now}
    )
    return {
        "html": render_to_string("chat/_said.html", context), "clocks": clocks,
        "last": rows[-1].number if rows else after, "state": one.state,
        "more": len(rows) == queries.MOST_NEW, "read": one.seen_by_customer,
        "typing": queries.is_typing(one.typing_customer, now),
    }  # fmt: skip


@require_POST
def say(request: MemberRequest, pk: int) -> HttpResponse:
    """Take an answer or a note; one that crosses a colleague's is shown that first."""
    one, form = _open(request, pk), SayForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"faults": form.errors}, status=REFUSED)
    given, now = form.cleaned_data, timezone.now()
    after = given["seen"] or 0
    side = Side.NOTE if given["mode"] == "note" else Side.OPERATOR
    if side == Side.OPERATOR and (who := queries.answered_meanwhile(one, after, request.member.pk)):
        told = _("%(who)s answered meanwhile. Read it, then send yours if it is still needed.")
        return JsonResponse(
            {"refused": told % {"who": who}, **_news(request, one, after)}, status=CONFLICT
        )
    try:
        upload = request.FILES.get("file")
        kept = files.keep(upload=upload, by=request.member, at=now) if upload else None
        words = Words(
            side=side, key=given["key"], text=given["text"], file=kept, author=request.member
        )
        saying.attach(conversation=one, words=words, now=now)
    except RefusedError as refusal:
        return JsonResponse({"refused": str(refusal)}, status=REFUSED)
    return JsonResponse(_news(request, _open(request, pk), after))


@require_POST
def seen(request: MemberRequest, pk: int) -> HttpResponse:
    """Write down what the member has read; only who has the conversation counts."""
    one, form = _open(request, pk), SeenForm(request.POST)
    if form.is_valid() and one.handler == request.member:
        number = form.cleaned_data["number"]
        actions.see(conversation=one, side=Side.OPERATOR, number=number)
        if form.cleaned_data["typing"]:
            actions.type_in(conversation=one, side=Side.OPERATOR, now=timezone.now())
    return HttpResponse(status=204)


@require_safe
def suggest(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer with kept replies (``/``) or with clauses (``?``) that fit what was typed."""
    one, now = _open(request, pk), timezone.now()
    where = gates.require_work(request.member, timezone.localdate(now))
    words = request.GET.get("q", "").strip()[:40]
    if request.GET.get("for") == "knowledge":
        found = offers.clauses(request.member, words, now)
    else:
        seen_one = queries.seen_of(one, sight_of(request.member, now))
        values = {"customer": seen_one.name, "number": str(one), "me": request.member.name}
        found = drafts.offered_phrases(where, words, values, now)
    return render(request, "cases/_suggest.html", {"found": found})


# ── its hands and its end ────────────────────────────────────────────────────────────────────


def _done(request: MemberRequest, pk: int, act: Callable[[Conversation], Any]) -> HttpResponse:
    one = _open(request, pk)
    try:
        act(one)
    except RefusedError as refusal:
        return _page(request, _open(request, pk), refusal=str(refusal), status=CONFLICT)
    return _here(pk)


def _here(pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("chat:conversation", args=[pk]))


@require_POST
def take(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a conversation that waits."""
    now = timezone.now()
    return _done(
        request, pk, lambda one: actions.take(conversation=one, member=request.member, now=now)
    )


@require_POST
def hand_over(request: MemberRequest, pk: int) -> HttpResponse:
    """Give the conversation to a colleague."""
    one = _open(request, pk)
    form = HandForm(request.POST, members=_colleagues(one))
    if not form.is_valid():
        return _page(request, one, refusal=_("Choose a colleague."), status=REFUSED)
    to: Member = form.cleaned_data["to"]
    reason, now = form.cleaned_data["reason"], timezone.now()
    answer = _done(
        request, pk,
        lambda each: actions.hand_over(
            conversation=each, to=to, reason=reason, by=request.member, now=now
        ),
    )  # fmt: skip
    return redirect("chat:desk") if answer.status_code == _here(pk).status_code else answer


@require_POST
def close(request: MemberRequest, pk: int) -> HttpResponse:
    """End the conversation."""
    now = timezone.now()
    return _done(
        request, pk,
        lambda one: actions.close(
            conversation=one, closed_by=ClosedBy.OPERATOR, by=request.member, now=now
        ),
    )  # fmt: skip


@require_POST
def case(request: MemberRequest, pk: int) -> HttpResponse:
    """Open a matter from the conversation, or let it belong to one there is."""
    form, now = CaseForm(request.POST), timezone.now()
    if not form.is_valid():
        return _page(request, _open(request, pk), refusal=_("Choose a type."), status=REFUSED)
    given = form.cleaned_data
    if given["number"]:
        where = gates.require_work(request.member, timezone.localdate(now))
        try:
            known = cases.case_open_to(where, given["number"].strip().upper())
        except Http404:
            told = _("There is no matter of this number that you may see.")
            return _page(request, _open(request, pk), refusal=told, status=REFUSED)
        return _done(
            request, pk, lambda one: actions.attach_case(conversation=one, case=known, now=now)
        )
    return _done(
        request, pk,
        lambda one: actions.open_case(
            conversation=one, case_type=given["case_type"], title=given["title"],
            by=request.member, now=now,
        ),
    )  # fmt: skip


# ── settings ─────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """Open or shut the chat, say which sites show it, and what customers may choose."""
    portal.require_keeper(request.member, timezone.localdate())
    form = DoorForm(request.POST or None, instance=queries.settings_of())
    if request.method == "POST" and form.is_valid():
        form.instance.pk = 1
        form.save()
        return redirect("chat:settings")
    context = {
        "form": form, "topics": Topic.objects.select_related("skill").order_by("pk"),
        "portal": portal.open_portal(),
        "script": request.build_absolute_uri(reverse("chat:widget")),
    }  # fmt: skip
    return render(request, "chat/settings.html", context, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """Add what customers may talk about, or change it."""
    portal.require_keeper(request.member, timezone.localdate())
    kept = Topic.objects.filter(pk=pk).first() if pk else None
    if pk and kept is None:
        raise Http404
    form = TopicForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("chat:settings")
    return render(
        request, "chat/topic.html", {"form": form}, status=REFUSED if form.errors else 200
    )
