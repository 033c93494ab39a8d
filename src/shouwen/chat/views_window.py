"""The customer's window: one script on any page, and a frame of ours that it opens.

The frame may stand in a page of another site, where no cookie of ours arrives: whoever opened a
conversation proves it with a token in a header of its own, so no form of another site can.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from csp.constants import SELF
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from shouwen.chat import actions, gates, queries, saying
from shouwen.chat.actions import Visitor
from shouwen.chat.choices import ClosedBy, Side
from shouwen.chat.forms import OpenForm, RateForm, SayForm, SeenForm
from shouwen.chat.models import ChatDoor, Conversation
from shouwen.chat.saying import TooFastError, Words
from shouwen.files import actions as files
from shouwen.files import disk
from shouwen.files.content import MEDIA_TYPES
from shouwen.files.models import Sort
from shouwen.people.actions import ensure_system_member
from shouwen.people.refusals import RefusedError
from shouwen.portal import gates as portal
from shouwen.portal import limits
from shouwen.portal import queries as portal_queries

TOKEN = "Shouwen-Chat"  # noqa: S105 the name of a header
REFUSED, TOO_OFTEN, GONE = 422, 429, 404
_FILE_SALT = "shouwen.chat.file"
A_DAY = 24 * 3600
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What is known while the request of a window is answered."""

    chat: ChatDoor
    name: str
    now: datetime
    address: str


def at_the_window(view: View) -> View:
    """Let everybody reach a page while the chat is open, in the language the window asks for."""

    @wraps(view)
    def answered(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        house = portal.open_portal()
        chat = gates.door(house) if house else None
        if chat is None or house is None:
            raise Http404
        with translation.override(_language(request, house.languages)):
            door = Door(
                chat=chat, name=queries.in_language(house.name, house.name_en),
                now=timezone.now(), address=_address(request),
            )  # fmt: skip
            return view(request, door, **arguments)

    return csrf_exempt(login_not_required(never_cache(answered)))


def _language(request: HttpRequest, offered: list[str]) -> str:
    asked = request.GET.get("lang", "") or translation.get_language() or ""
    allowed = offered or [settings.LANGUAGE_CODE]
    return asked if asked in allowed else allowed[0]


def _address(request: HttpRequest) -> str:
    return str(import_string(settings.AXES_CLIENT_IP_CALLABLE)(request))


@at_the_window
@require_safe
def window(request: HttpRequest, door: Door) -> HttpResponse:
    """Show the window, by itself or within a page of a site that may frame it."""
    context = {
        "door": door, "form": OpenForm(), "topics": queries.topics(),
        "welcome": queries.in_language(door.chat.welcome, door.chat.welcome_en),
        "notice": portal_queries.notice(), "language": translation.get_language(),
    }  # fmt: skip
    response = render(request, "chat/window.html", context)
    # The two headers that the house sends with everything would keep it out of every frame.
    response.xframe_options_exempt = True
    ancestors = [SELF, *door.chat.sites.split()]
    response._csp_replace = {"frame-ancestors": ancestors}  # type: ignore[attr-defined] # noqa: SLF001 the library's own door
    return response


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def widget(request: HttpRequest) -> HttpResponse:
    """Answer with the script that puts a button for the window on a page."""
    if gates.door() is None:
        raise Http404
    address = request.build_absolute_uri(reverse("chat:window"))
    text = render_to_string("chat/widget.js", {"address": address})
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@at_the_window
@require_POST
def begin(request: HttpRequest, door: Door) -> JsonResponse:
    """Open a conversation with its first message; answer with the window's token."""
    form = OpenForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"faults": form.errors}, status=REFUSED)
    given = form.cleaned_data
    visitor = Visitor(
        name=given["name"], phone=given["phone"], topic=given["topic"],
        language=translation.get_language() or "",
    )  # fmt: skip

    def opened() -> JsonResponse:
        limits.take([(limits.DEEDS_OF_ADDRESS, door.address), (limits.DEEDS, "")], at=door.now)
        token = actions.open_conversation(
            visitor=visitor, text=given["text"], key=given["key"] or "first", now=door.now
        )
        one = gates.conversation_of(token)
        return JsonResponse({"token": token, **_news(one, 0, door.now)})

    return _answer(opened)


@at_the_window
@require_safe
def news(request: HttpRequest, door: Door) -> JsonResponse:
    """Answer with what is new in the conversation after a number."""
    after = request.GET.get("after", "0")
    number = int(after[:9]) if after.isascii() and after.isdecimal() else 0
    return JsonResponse(_news(_own(request), number, door.now))


@at_the_window
@require_POST
def say(request: HttpRequest, door: Door) -> JsonResponse:
    """Take a message or a file; sent again under its key it is the same one."""
    one, form = _own(request), SayForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"faults": form.errors}, status=REFUSED)
    given, upload = form.cleaned_data, request.FILES.get("file")
    after = given["seen"] or 0

    def said() -> JsonResponse:
        kept = _kept(upload, door) if upload else None
        words = Words(side=Side.CUSTOMER, key=given["key"], text=given["text"], file=kept)
        message = saying.attach(conversation=one, words=words, now=door.now)
        return JsonResponse(_news(message.conversation, after, door.now))

    return _answer(said)


def _kept(upload: UploadedFile[bytes], door: Door) -> Any:
    limits.take([(limits.DEEDS_OF_ADDRESS, door.address)], at=door.now)
    return files.keep(upload=upload, by=ensure_system_member(), at=door.now)


@at_the_window
@require_POST
def seen(request: HttpRequest, door: Door) -> JsonResponse:
    """Write down what the customer has read, and whether they are typing."""
    one, form = _own(request), SeenForm(request.POST)
    if form.is_valid():
        actions.see(
            conversation=one, side=Side.CUSTOMER, number=form.cleaned_data["number"]
        )  # fmt: skip
        if form.cleaned_data["typing"]:
            actions.type_in(conversation=one, side=Side.CUSTOMER, now=door.now)
    return JsonResponse({})


@at_the_window
@require_POST
def end(request: HttpRequest, door: Door) -> JsonResponse:
    """End the conversation for its customer."""
    one = actions.close(conversation=_own(request), closed_by=ClosedBy.CUSTOMER, now=door.now)
    return JsonResponse(_news(one, one.last - 1, door.now))


@at_the_window
@require_POST
def rate(request: HttpRequest, door: Door) -> JsonResponse:
    """Take how the customer rates the conversation."""
    one, form = _own(request), RateForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"faults": form.errors}, status=REFUSED)

    def rated() -> JsonResponse:
        done = actions.rate(conversation=one, now=door.now, **form.cleaned_data)
        return JsonResponse(_news(done, done.last, door.now))

    return _answer(rated)


@at_the_window
@require_safe
@cache_control(private=True, max_age=A_DAY)
def file(_request: HttpRequest, _door: Door, key: str) -> HttpResponseBase:
    """Send a file of the conversation to whoever holds its signed address, shut into itself."""
    try:
        pk, sha256 = signing.loads(key, salt=_FILE_SALT, max_age=A_DAY)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    row = queries.file_of(pk, sha256)
    place = disk.place(sha256, small=False)
    if row is None or not place.exists():
        raise Http404
    sort = Sort(row.sort)
    is_photo = sort == Sort.PHOTO
    response = FileResponse(
        place.open("rb"), content_type=MEDIA_TYPES[sort], filename=row.name,
        as_attachment=not is_photo,
    )  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    shut = {"default-src": ["'none'"], "sandbox": [""], "frame-ancestors": ["'none'"]}
    response._csp_config = shut  # type: ignore[attr-defined] # noqa: SLF001 the library's own door
    return response


def _own(request: HttpRequest) -> Conversation:
    return gates.conversation_of(request.headers.get(TOKEN, ""))


def _answer(act: Callable[[], JsonResponse]) -> JsonResponse:
    """Answer with what was done, or why not."""
    try:
        return act()
    except RefusedError as refusal:
        often = isinstance(refusal, limits.TooOftenError | TooFastError)
        status = TOO_OFTEN if often else REFUSED
        return JsonResponse({"refused": str(refusal)}, status=status)


def _news(one: Conversation, after: int, now: datetime) -> dict[str, Any]:
    rows = queries.messages_for_customer(one, after)
    place, wait = queries.place_of(one, now)
    context = {
        "rows": [(row, _address_of(one, row.file)) for row in rows], "mine": Side.CUSTOMER,
        "now": now, "reads": one.seen_by_operator,
    }  # fmt: skip
    return {
        "stream": one.about, "number": str(one), "state": one.state,
        "last": rows[-1].number if rows else after, "html": render_to_string(
            "chat/_said.html", context
        ),
        "more": bool(rows) and rows[-1].number < one.last and len(rows) == queries.MOST_NEW,
        "place": place, "minutes": _minutes(wait),
        "typing": queries.is_typing(one.typing_operator, now), "read": one.seen_by_operator,
        "stars": one.stars, "case": one.case.number if one.case else "",
    }  # fmt: skip


def _minutes(wait: Any) -> int | None:
    return max(1, round(wait.total_seconds() / 60)) if wait is not None else None


def _address_of(one: Conversation, sha256: str) -> str:
    if not sha256:
        return ""
    return reverse("chat:file", args=[signing.dumps([one.pk, sha256], salt=_FILE_SALT)])
