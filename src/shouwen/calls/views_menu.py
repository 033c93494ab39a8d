"""Telephone menus: those there are, one with its versions, writing one, the exchange's files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.calls import dialplan, gates, menus
from shouwen.calls.menu import DOES, SHOWN, Menu
from shouwen.calls.menu_forms import DAY_NAMES, EntrySet, KeyForm, MenuForm, QueueSet, menu_from
from shouwen.calls.models import MenuVersion
from shouwen.cases import skills
from shouwen.people import queries as people
from shouwen.people.forms import taken
from shouwen.people.requests import MemberRequest

REFUSED = 422
EXTENSIONS, QUEUES = "extensions", "queues"


@require_safe
def menu_list(request: MemberRequest) -> HttpResponse:
    """List the telephone menus."""
    today = timezone.localdate()
    gates.floor_open_to(request.member, today)
    context = {
        "rows": menus.latest(), "now": timezone.now(),
        "writes": gates.writes_menus(request.member, today),
    }  # fmt: skip
    return render(request, "calls/menus.html", context)


@require_safe
def show(request: MemberRequest, key: str) -> HttpResponse:
    """Show a menu as callers hear it, with its queues and versions."""
    now = timezone.now()
    today = timezone.localdate(now)
    gates.floor_open_to(request.member, today)
    version = gates.menu_known(key, request.GET.get("version", ""))
    menu = menus.menu_of(version)
    used = menus.in_use().get(key)
    context = {
        "version": version, "menu": menu, "lines": _lines(menu), "queues": _queues(menu),
        "days": [name for day, name in DAY_NAMES if day in menu.days],
        "versions": menus.versions(key), "used": used, "now": now,
        "prompts": dialplan.prompts(menu, key),
        "writes": gates.writes_menus(request.member, today),
    }  # fmt: skip
    return render(request, "calls/menu.html", context)


def _lines(menu: Menu) -> list[dict[str, Any]]:
    """Return the keys in the order in which they are heard, with what each does in words."""
    does, shown = dict(DOES), dict(SHOWN)
    return [
        {
            "entry": entry, "does": does[entry.does], "queue": menu.queue(entry.queue),
            "shown": shown[entry.shown], "asks": entry.digits is not None,
            "below": len(entry.keys) > 1,
        }
        for entry in sorted(menu.entries, key=lambda one: one.keys)
    ]  # fmt: skip


def _queues(menu: Menu) -> list[dict[str, Any]]:
    today = timezone.localdate()
    teams = {team.key: team.name for team in people.teams()}
    return [
        {
            "queue": queue, "team": teams.get(queue.team, queue.team),
            "asked": len(menus.members_of(queue, today)), "overflow": menu.queue(queue.overflow),
        }
        for queue in menu.queues
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: MemberRequest, key: str = "") -> HttpResponse:
    """Ask for a menu, and keep it as the next version of its key."""
    now = timezone.now()
    gates.require_menu_writer(request.member, timezone.localdate(now))
    last = gates.menu_known(key, "") if key else None
    offered = {"teams": people.teams(), "skills": skills.names()}
    if request.method != "POST":
        return _form(request, last, *_begun(last, offered))
    name = KeyForm(request.POST) if last is None else None
    head, entries = MenuForm(request.POST), EntrySet(request.POST, prefix="entry")
    queues = QueueSet(request.POST, prefix="queue", form_kwargs=offered)
    parts = [each for each in (name, head, entries, queues) if each is not None]
    made = None
    if all([each.is_valid() for each in parts]):  # noqa: C419 each says its own faults
        menu = menu_from(head, entries, queues)
        key = name.cleaned_data["key"] if name else key
        made = menu and taken(
            head, lambda: menus.save(key=key, menu=menu, member=request.member, now=now)
        )
    if made is None:
        return _form(request, last, name, head, entries, queues, status=REFUSED)
    return redirect("calls:menu", key)


def _begun(last: MenuVersion | None, offered: dict[str, Any]) -> tuple[Any, ...]:
    said = last.said if last else {"entries": [], "queues": []}
    return (
        None if last else KeyForm(),
        MenuForm(initial={name: v for name, v in said.items() if not isinstance(v, list)}
                 | ({"days": said["days"]} if last else {})),
        EntrySet(initial=said["entries"], prefix="entry"),
        QueueSet(initial=said["queues"], prefix="queue", form_kwargs=offered),
    )  # fmt: skip


def _form(
    request: MemberRequest, last: MenuVersion | None, name: Any, head: Any, entries: Any,
    queues: Any, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "last": last, "name": name, "form": head, "entries": entries, "queues": queues,
        "title": _("New telephone menu") if last is None
        else _("Telephone menu %(key)s") % {"key": last.key},
    }  # fmt: skip
    return render(request, "calls/write_menu.html", context, status=status)


@require_safe
def for_asterisk(request: MemberRequest, key: str) -> HttpResponse:
    """Send the menu in use as a file of Asterisk's: its contexts, or its queues."""
    today = timezone.localdate()
    gates.require_menu_writer(request.member, today)
    version = menus.in_use().get(key)
    file = request.GET.get("file", EXTENSIONS)
    if version is None or file not in {EXTENSIONS, QUEUES}:
        raise Http404
    answer = HttpResponse(written(version, file), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="shouwen-{key}-{file}.conf"'
    return answer


def written(version: MenuVersion, file: str) -> str:
    """Return a file of Asterisk's for a version."""
    menu, today = menus.menu_of(version), timezone.localdate()
    if file == EXTENSIONS:
        return dialplan.extensions(menu, version.key)
    members = {queue.key: menus.members_of(queue, today) for queue in menu.queues}
    return dialplan.queues(menu, version.key, members)
