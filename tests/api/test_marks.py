"""Nobody overwrites what they have not seen: every edit honours the mark of what was read."""

from __future__ import annotations

from typing import Any

import pytest

from shouwen.site.api import description
from tests.api.conftest import Program

COMPLAINT = {"case_type": "complaint", "channel": "phone", "title": "楼道漏水"}
LIU = {"name": "刘女士", "kind": "person", "grade": "ordinary", "secrecy": "ordinary"}


# What is done at an address above which nothing is read.
UNREAD = {
    "access_reveal", "access_disclose", "access_export", "access_export_file", "office_carry_out",
    "rosters_acknowledge", "rosters_answer_swap", "rosters_publish", "rosters_solve",
    "rosters_split", "rosters_withdraw_leave", "rosters_withdraw_overtime",
    "rosters_withdraw_swap",
}  # fmt: skip


@pytest.mark.once
def test_every_edit_says_whose_mark_it_honours():
    paths: Any = description()["paths"]
    unmarked = [
        op["operationId"]
        for path, each in paths.items()
        for method, op in each.items()
        if method != "get" and "{" in path
        if not any(p["name"] == "If-Match" for p in op["parameters"])
    ]

    assert sorted(unmarked) == sorted(UNREAD)


def a_customer(he: Program) -> str:
    return f"/customers/{he.send('/customers', LIU).json()['id']}"


def a_contact(he: Program) -> tuple[str, str, str, Any, Any]:
    whose = a_customer(he)
    made = he.send(f"{whose}/contacts", {"name": "刘先生", "channel": "phone"}).json()["id"]
    return whose, f"{whose}/contacts/{made}", "patch", {"name": "刘生"}, {"name": "刘总"}


def a_contract(he: Program) -> tuple[str, str, str, Any, Any]:
    whose = a_customer(he)
    body = {"title": "维保", "begins": "2026-01-01", "owner": "li", "secrecy": "ordinary"}
    first, _second = (he.send(f"{whose}/contracts", body).json()["id"] for _ in range(2))
    # The second is the same one: it was ended meanwhile.
    return f"{whose}/contracts", f"{whose}/contracts/{first}/end", "post", {}, {}


def a_case(he: Program) -> tuple[str, str, str, Any, Any]:
    one = f"/cases/{he.send('/cases', COMPLAINT).json()['number']}"
    said = {"severity": "major", "reason": "已漏到楼下"}
    return one, f"{one}/severity", "post", said, {**said, "severity": "general"}


def a_category(he: Program) -> tuple[str, str, str, Any, Any]:
    made = he.send("/cases/categories", {"case_type": "repair", "name": "水暖"}).json()["id"]
    one = f"/cases/categories/{made}"
    return "/cases/categories", one, "patch", {"name": "给水"}, {"name": "排水"}


def permissions(_he: Program) -> tuple[str, str, str, Any, Any]:
    one = "/members/posts/agent/permissions"
    return "/members/posts", one, "put", {"permission": []}, {"permission": ["cases.work"]}


def own_contact(_he: Program) -> tuple[str, str, str, Any, Any]:
    one = "/members/me/contact"
    return "/members/me", one, "post", {"email": "a@example.cn"}, {"email": "b@example.cn"}


def a_draft(he: Program) -> tuple[str, str, str, Any, Any]:
    made = he.send("/regulations/drafts", {"text": "一"}).json()
    one = f"/regulations/drafts/{made['id']}"
    body = {"revision": made["revision"]}
    return one, one, "put", {**body, "text": "二"}, {**body, "text": "三"}


EDITED = [a_contact, a_contract, a_case, a_category, permissions, own_contact, a_draft]


@pytest.mark.parametrize("made", EDITED)
def test_the_second_of_two_edits_is_refused(he: Program, made: Any):
    read, edited, method, first, second = made(he)
    mark = he.get(read).headers["ETag"]

    done = he.send(edited, first, method, If_Match=mark)
    refused = he.send(edited, second, method, If_Match=mark)

    assert done.status_code == 200, done.content
    assert refused.status_code == 412, refused.content
    assert refused.json()["type"] == "/api/docs/problems/#changed-meanwhile"
    fresh = he.get(read).headers["ETag"]
    assert refused.headers["ETag"] == done.headers["ETag"] == fresh != mark


def test_without_a_mark_or_with_a_star_an_edit_just_goes_through(he: Program):
    _read, edited, method, first, second = a_category(he)

    assert he.send(edited, first, method).status_code == 200
    assert he.send(edited, second, method, If_Match="*").status_code == 200


def test_a_proxy_may_have_weakened_the_mark(he: Program):
    read, edited, method, first, _second = a_category(he)
    mark = he.get(read).headers["ETag"]

    assert he.send(edited, first, method, If_Match=f'W/{mark}, "other"').status_code == 200


def test_an_edit_sent_again_with_its_key_is_answered_and_not_refused(he: Program):
    read, edited, method, first, _second = a_case(he)
    told = {"If_Match": he.get(read).headers["ETag"], "Idempotency_Key": "k1"}

    done, again = (he.send(edited, first, method, **told) for _ in range(2))

    assert (done.status_code, again.status_code) == (200, 200)
    assert again.headers["ETag"] == done.headers["ETag"]


def test_a_mark_held_against_a_customer_is_no_look_at_them(he: Program):
    from shouwen.access.models import Look

    read, edited, method, first, _second = a_contact(he)
    mark = he.get(read).headers["ETag"]
    before = Look.objects.count()
    he.send(edited, first, method, If_Match=mark)

    assert Look.objects.count() == before
