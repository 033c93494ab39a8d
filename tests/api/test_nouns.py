"""The nouns: what a page can do, a program can do, with the same gates and the same answers."""

from __future__ import annotations

import pytest

from shouwen.cases.models import Case
from shouwen.customers.models import Customer
from shouwen.people.models import Member
from tests.api.conftest import program_of

COMPLAINT = {"case_type": "complaint", "channel": "phone", "title": "楼道漏水", "text": "三楼"}
LIU = {
    "name": "刘女士", "kind": "person", "phone": "13900001234", "unit": "3-1201",
    "grade": "ordinary", "secrecy": "ordinary",
}  # fmt: skip


def opened(program, **more) -> str:
    sent = program.send("/cases", {**COMPLAINT, **more})
    assert sent.status_code == 201, sent.content
    return str(sent.json()["number"])


# ── cases ────────────────────────────────────────────────────────────────────────────────────


def test_a_case_goes_from_opening_to_closing(wang):
    number = opened(wang, first_owner="wang")

    shown = wang.get(f"/cases/{number}").json()
    assert (shown["title"], shown["handler"], shown["state"]) == ("楼道漏水", "wang", "open")
    assert {"write", "resolve", "pause"} <= set(shown["steps"])
    steps = [
        ("write", {"mode": "reply", "text": "已联系维修"}, "open"),
        ("pause", {"reason": "等配件"}, "paused"),
        ("resume", {}, "open"),
        ("resolve", {"resolution": "已修好"}, "resolved"),
        ("callback", {"result": "reached", "satisfied": "yes", "satisfaction": "5"}, "resolved"),
        ("close", {}, "closed"),
        ("reopen", {"reason": "又漏了"}, "open"),
    ]
    for verb, body, state in steps:
        taken = wang.send(f"/cases/{number}/{verb}", body)
        assert taken.status_code == 200, (verb, taken.content)
        assert taken.json()["state"] == state
    kinds = [row["title"] for row in wang.get(f"/cases/{number}/timeline").json()["items"]]
    assert len(kinds) == 8


def test_a_step_out_of_order_is_a_conflict(wang):
    number = opened(wang)

    refused = wang.send(f"/cases/{number}/close")

    assert refused.status_code == 409
    assert number in refused.json()["detail"]


def test_a_case_of_others_is_not_there(cast, wang):
    number = opened(wang)
    other = program_of(cast.zhang)

    assert other.get(f"/cases/{number}").status_code == 404
    assert other.send(f"/cases/{number}/pause", {"reason": "x"}).status_code == 404
    assert other.get("/cases").json()["items"] == []


def test_a_list_is_filtered_and_sorted(wang):
    first = opened(wang, severity="major")
    second = opened(wang, case_type="repair")

    def numbers(query):
        return [row["number"] for row in wang.get(f"/cases?{query}").json()["items"]]

    assert numbers("sort=opened_at") == [first, second]
    assert numbers("case_type=repair") == [second]
    assert numbers("severity=major&state=open") == [first]
    assert wang.get("/cases?sort=title").status_code == 422
    assert wang.get("/cases?case_type=other").status_code == 422


def test_a_page_leads_on_to_the_next_until_there_is_no_more(wang):
    every = {opened(wang) for _ in range(5)}

    seen, cursor = [], ""
    while cursor is not None:
        page = wang.get(f"/cases?limit=2&cursor={cursor}").json()
        seen += [row["number"] for row in page["items"]]
        cursor = page["next"]
    assert len(seen) == 5
    assert set(seen) == every


@pytest.mark.parametrize("number", [1, 50])
def test_a_list_costs_the_same_for_one_case_and_fifty(wang, number, django_assert_num_queries):
    opened(wang)
    like = Case.objects.get()
    Case.objects.bulk_create(
        Case(
            number=f"X-{n}", case_type="complaint", title="t", opened_at=like.opened_at,
            handler=like.handler,
        )
        for n in range(number - 1)
    )  # fmt: skip
    wang.get("/cases")

    with django_assert_num_queries(6):
        wang.get("/cases")


def test_a_category_is_added_and_renamed_by_who_keeps_them(he, wang):
    made = he.send("/cases/categories", {"case_type": "repair", "name": "水暖"})

    assert made.status_code == 201
    assert he.send(
        f"/cases/categories/{made.json()['id']}", {"name": "给排水"}, "patch"
    ).status_code == 200  # fmt: skip
    assert [row["path"] for row in he.get("/cases/categories").json()["items"]] == ["给排水"]
    assert wang.send("/cases/categories", {"case_type": "repair", "name": "x"}).status_code == 404


# ── facts ────────────────────────────────────────────────────────────────────────────────────


def test_facts_are_listed_for_who_may_read_them(cast, wang, he):
    number = opened(wang)

    mine = wang.get(f"/facts?about=case:{number}").json()["items"]
    assert [row["kind"] for row in mine] == ["case_opened"]
    assert mine[0]["happened_at"].endswith("+08:00")
    assert he.get("/facts").json()["items"] == mine
    assert program_of(cast.zhang).get(f"/facts?about=case:{number}").status_code == 404
    assert program_of(cast.zhang).get("/facts").json()["items"] == []


def test_a_fact_is_taken_back_with_a_reason(he):
    number = opened(he)
    fact = he.get(f"/facts?about=case:{number}").json()["items"][0]["number"]

    assert he.send(f"/facts/{fact}/correct", {}).status_code == 422
    assert he.send(f"/facts/{fact}/correct", {"reason": "录错"}).status_code == 200
    assert he.get(f"/facts/{fact}").json()["corrected_by"] is not None


def test_an_unknown_kind_or_detail_is_named(he):
    refused = he.send("/facts", {"kind": "nothing_known"})

    assert refused.status_code == 422
    assert "kind" in refused.json()["fields"]


# ── customers ────────────────────────────────────────────────────────────────────────────────


def test_a_customer_is_covered_as_on_the_pages(wang):
    made = wang.send("/customers", {**LIU, "secrecy": "secret"}).json()

    shown = wang.get(f"/customers/{made['id']}").json()
    assert shown["phone"] != LIU["phone"]
    assert "phone" in shown["covered"]
    assert LIU["phone"] not in wang.get("/customers").content.decode()


def test_two_who_edit_the_same_customer_do_not_overwrite_each_other(wang, he):
    made = wang.send("/customers", LIU).json()["id"]
    mark = wang.get(f"/customers/{made}").headers["ETag"]

    first = wang.send(f"/customers/{made}", {"unit": "3-1202"}, "patch", If_Match=mark)
    second = he.send(f"/customers/{made}", {"unit": "3-1203"}, "patch", If_Match=mark)

    assert first.status_code == 200, first.content
    assert second.status_code == 412
    assert Customer.objects.get().unit == "3-1202"
    fresh = he.get(f"/customers/{made}").headers["ETag"]
    assert fresh == first.headers["ETag"]
    again = he.send(f"/customers/{made}", {"unit": "3-1203"}, "patch", If_Match=fresh)
    assert again.status_code == 200


def test_what_is_covered_cannot_be_overwritten_unseen(wang):
    made = wang.send("/customers", {**LIU, "secrecy": "secret"}).json()["id"]

    refused = wang.send(f"/customers/{made}", {"phone": "13800000000"}, "patch")

    assert refused.status_code == 422
    assert "phone" in refused.json()["fields"]


def test_contacts_contracts_and_visits_are_kept(wang, cast):
    pk = wang.send("/customers", LIU).json()["id"]

    contact = wang.send(f"/customers/{pk}/contacts", {"name": "刘先生", "channel": "phone"})
    assert contact.status_code == 201
    changed = wang.send(
        f"/customers/{pk}/contacts/{contact.json()['id']}", {"phone": "13911112222"}, "patch"
    )
    assert changed.status_code == 200, changed.content
    contract = wang.send(
        f"/customers/{pk}/contracts",
        {"title": "维保", "begins": "2026-01-01", "owner": "li", "secrecy": "ordinary"},
    )
    assert contract.status_code == 201, contract.content
    visit = wang.send(f"/customers/{pk}/visits", {"planned_on": "2026-12-01", "member": "wang"})
    assert visit.status_code == 201, visit.content
    dropped = wang.send(f"/customers/{pk}/visits/{visit.json()['id']}", method="delete")
    assert dropped.status_code == 200


# ── members ──────────────────────────────────────────────────────────────────────────────────


def test_a_manager_adds_somebody_with_a_post(he, wang):
    body = {"key": "qian", "name": "钱工", "post": "agent", "team": "desk", "since": "2026-01-01"}

    assert wang.send("/members", body).status_code == 403
    assert he.send("/members", body).status_code == 201
    assert Member.objects.get(username="qian").holdings.get().post.key == "agent"
    held = he.get("/members/of/qian/posts").json()["items"][0]
    ended = he.send(f"/members/of/qian/posts/{held['id']}/end", {"until": "2026-02-01"})
    assert ended.status_code == 200
    assert he.send("/members/of/qian/close").status_code == 200


def test_who_calls_learns_what_the_token_is_good_for(cast):
    told = program_of(cast.wang, "members:read").get("/members/me").json()

    assert (told["key"], told["scopes"]) == ("wang", ["members:read"])
    assert told["posts"] == ["agent"]


def test_one_names_a_substitute_and_comes_back(wang):
    body = {"substitute": "li", "since": "2026-01-01"}

    assert wang.send("/members/me/substitute", body).status_code == 200
    assert wang.send("/members/me/back").status_code == 200


# ── regulations ──────────────────────────────────────────────────────────────────────────────


def test_a_text_is_checked_drafted_and_adopted(he, wang):
    from shouwen.regulations import library

    name = library.names()[0]
    assert wang.send("/regulations/check", {"text": "x"}).status_code == 403
    assert he.send("/regulations/check", {"text": "nonsense"}).json()["sound"] is False
    draft = he.send("/regulations/drafts/from-library", {"name": name}).json()
    assert draft["checked"]["sound"] is True
    adopted = he.send(f"/regulations/drafts/{draft['id']}/adopt", {"in_force": "2026-01-01"})
    assert adopted.status_code == 200, adopted.content
    slug = adopted.json()["regulation"]
    assert [row["regulation"] for row in he.get("/regulations").json()["items"]] == [slug]
    assert he.get(f"/regulations/{slug}/versions/1/clauses").json()["items"]
    assert he.get(f"/regulations/{slug}/versions/1/rules").json()["items"]


def test_two_who_save_a_draft_do_not_overwrite_each_other(he):
    draft = he.send("/regulations/drafts", {"text": "one"}).json()
    body = {"text": "two", "revision": draft["revision"]}

    assert he.send(f"/regulations/drafts/{draft['id']}", body, "put").status_code == 200
    assert he.send(f"/regulations/drafts/{draft['id']}", body, "put").status_code == 409


def test_the_week_and_single_days_are_set(he):
    week = {"in_force": "2027-01-01", "mon": ["08:30-12:00", "13:30-18:00"]}

    assert he.send("/calendar/week", week).status_code == 200
    day = {"day": "2027-02-01", "name": "盘点", "opening": "closed"}
    assert he.send("/calendar/days", day).status_code == 200
