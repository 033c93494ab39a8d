"""Addresses of telephone menus: what there is, a menu with its queues, and its next version."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import Http404
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel

from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Rows
from shouwen.api.routing import Router
from shouwen.calls import gates, menus, views_menu
from shouwen.calls.menu import Menu
from shouwen.calls.models import MenuVersion

router = Router("calls")


class PhoneMenuRow(BaseModel):
    """The latest version of a telephone menu; ``used_from`` is null until it is signed."""

    key: str
    version: int
    by: str
    at: datetime
    used_from: datetime | None


class PhoneMenuOut(PhoneMenuRow):
    """A version with all that callers hear and press, and its queues."""

    menu: Menu


class PhoneMenuFile(BaseModel):
    """A file as the exchange reads it."""

    text: str


class PhoneMenuIn(Body):
    """The whole menu; it becomes the next version."""

    menu: Menu


def _row(version: MenuVersion) -> PhoneMenuRow:
    return PhoneMenuRow(
        key=version.key, version=version.number, by=version.by.name, at=version.at,
        used_from=version.used_from,
    )  # fmt: skip


def _whole(version: MenuVersion) -> PhoneMenuOut:
    return PhoneMenuOut(**_row(version).model_dump(), menu=menus.menu_of(version))


@router.read("/menus", Rows[PhoneMenuRow])
def phone_menus(request: ApiRequest) -> Rows[PhoneMenuRow]:
    """List the telephone menus, each with its latest version."""
    gates.floor_open_to(request.member, timezone.localdate())
    return Rows(items=[_row(version) for version in menus.latest()])


@router.read("/menus/{slug:key}", PhoneMenuOut)
def phone_menu(
    request: ApiRequest, key: str, version: Annotated[str, Query(max_length=9)] = ""
) -> PhoneMenuOut:
    """Return a telephone menu with its queues, in its latest version or the one asked for."""
    gates.floor_open_to(request.member, timezone.localdate())
    return _whole(gates.menu_known(key, version))


@router.do("/menus/{slug:key}/save", PhoneMenuOut)
def save_phone_menu(request: ApiRequest, key: str, body: PhoneMenuIn) -> PhoneMenuOut:
    """Keep a menu as the next version of this key; rules in force may refuse it."""
    now = timezone.now()
    gates.require_menu_writer(request.member, timezone.localdate(now))
    made = menus.save(key=key, menu=body.menu, member=request.member, now=now)
    return _whole(made)


@router.read("/menus/{slug:key}/asterisk", PhoneMenuFile)
def phone_menu_for_asterisk(
    request: ApiRequest, key: str,
    file: Annotated[Literal["extensions", "queues"], Query()] = "extensions",
) -> PhoneMenuFile:  # fmt: skip
    """Return the menu in use as a file of Asterisk's."""
    gates.require_menu_writer(request.member, timezone.localdate())
    version = menus.in_use().get(key)
    if version is None:
        raise Http404
    return PhoneMenuFile(text=views_menu.written(version, file))
