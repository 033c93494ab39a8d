"""Rooms enter themselves in the navigation; a member sees what the member may open."""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from shouwen.ui import nav


@pytest.fixture
def bare(monkeypatch):
    monkeypatch.setattr(nav, "_entries", {})
    monkeypatch.setattr(nav, "_checks", [])
    monkeypatch.setattr(nav, "_places", {})
    monkeypatch.setattr(
        nav,
        "_address",
        lambda name: {
            "desk": "/",
            "cases": "/cases/",
            "new": "/cases/new/",
            "rules": "/regulations/",
        }.get(name, ""),
    )


def seen(path="/", allowed=()):
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(  # type: ignore[assignment]
        has_perm=lambda permission: permission in allowed
    )
    return nav.links_for(request)


def entry(key, order=1, **more):
    return nav.Entry(key, key.title(), "inbox", key, order, **more)


def test_entries_stand_in_the_order_of_their_groups(bare):
    for one in (entry("rules", 1, group="rules"), entry("cases", 2), entry("desk", 1)):
        nav.register_nav(one)

    assert [link.key for link in seen()] == ["desk", "cases", "rules"]


def test_the_longest_fitting_address_is_the_current_one(bare):
    for key in ("desk", "cases", "new"):
        nav.register_nav(entry(key))

    assert [link.key for link in seen("/cases/new/") if link.is_current] == ["new"]
    assert [link.key for link in seen("/cases/7/") if link.is_current] == ["cases"]
    assert [link.key for link in seen("/elsewhere/") if link.is_current] == []


def test_an_entry_without_permission_is_not_shown(bare):
    nav.register_nav(entry("cases", permission="cases.view_all"))

    assert seen() == []
    assert [link.key for link in seen(allowed=("cases.view_all",))] == ["cases"]


def test_another_room_may_say_how_permissions_are_looked_up(bare):
    nav.register_nav(entry("cases", permission="cases.view_all"))
    nav.check_permissions_with(lambda _member, permission: permission == "cases.view_all")

    assert [link.key for link in seen()] == ["cases"]


def test_an_address_that_does_not_exist_is_left_out(bare):
    nav.register_nav(entry("roster"))

    assert seen() == []


def test_registering_again_replaces(bare):
    nav.register_nav(entry("cases", count=lambda _member: 3))
    nav.register_nav(entry("cases", count=lambda _member: 7))

    assert [link.count for link in seen()] == [7]


def test_a_count_of_nothing_is_not_shown(bare):
    nav.register_nav(entry("cases", count=lambda _member: 0))

    assert seen()[0].count is None


def test_an_unknown_group_is_refused(bare):
    with pytest.raises(ValueError, match="no navigation group"):
        nav.register_nav(entry("cases", group="misc"))


def test_a_place_nobody_registered_has_no_address(bare):
    assert nav.place("search") == ""
    nav.register_search("cases")
    assert nav.place("search") == "/cases/"
