"""What is kept for working with cases, through the API: replies, checklists, fields, lists."""

from __future__ import annotations

from typing import Any

from shouwen.cases.models import CaseField, Following
from tests.api.conftest import Program, program_of

COMPLAINT = {"case_type": "complaint", "channel": "phone", "title": "楼道漏水"}


def opened(program: Program, **more) -> str:
    sent = program.send("/cases", {**COMPLAINT, **more})
    assert sent.status_code == 201, sent.content
    return str(sent.json()["number"])


def items(program: Program, address: str) -> Any:
    return program.get(address).json()["items"]


def test_a_reply_is_kept_and_taken_out_by_who_wrote_it(wang, cast):
    kept = wang.send("/cases/phrases", {"name": "稍等", "text": "请稍等", "whose": "own"})

    assert kept.status_code == 201, kept.content
    assert [(row["name"], row["is_own"]) for row in items(wang, "/cases/phrases")] == [
        ("稍等", True)
    ]
    one = f"/cases/phrases/{kept.json()['id']}"
    assert program_of(cast.li).send(one, method="delete").status_code == 404
    assert wang.send(one, method="delete").status_code == 200
    assert items(wang, "/cases/phrases") == []


def test_a_checklist_is_added_and_ended_by_who_keeps_them(he, wang):
    body = {"case_type": "repair", "name": "上门", "items": ["带工具", "签字"]}

    assert wang.send("/cases/checklists", body).status_code == 404
    made = he.send("/cases/checklists", body).json()["id"]
    assert items(wang, "/cases/checklists")[0]["items"] == ["带工具", "签字"]
    assert he.send(f"/cases/checklists/{made}", method="delete").status_code == 200
    assert he.send(f"/cases/checklists/{made}", method="delete").status_code == 404


def test_a_field_is_defined_filled_in_and_ended(he):
    body = {
        "case_type": "complaint", "key": "floor", "label": "楼层", "kind": "choice",
        "choices": [["low", "低层"], ["high", "高层"]],
    }  # fmt: skip
    made = he.send("/cases/fields", body)
    assert made.status_code == 201, made.content
    assert made.json()["choices"] == [["low", "低层"], ["high", "高层"]]

    number = opened(he, fields={"floor": "low"})
    changed = he.send(f"/cases/{number}/particulars", {"fields": {"floor": "high"}})
    unknown = he.send(f"/cases/{number}/particulars", {"fields": {"roof": "red"}})

    assert changed.status_code == 200, changed.content
    assert (unknown.status_code, list(unknown.json()["fields"])) == (422, ["fields.roof"])
    assert he.send(f"/cases/fields/{made.json()['id']}", method="delete").status_code == 200
    assert not CaseField.objects.filter(until=None).exists()


def test_a_list_is_kept_changed_and_removed_by_its_owner(wang, cast):
    made = wang.send("/cases/lists", {"name": "我的投诉", "query": "case_type=complaint"})
    assert made.status_code == 201, made.content
    one = f"/cases/lists/{made.json()['id']}"
    opened(wang)

    mark = wang.get("/cases/lists").headers["ETag"]
    assert items(wang, "/cases/lists")[0]["name"] == "我的投诉"
    assert wang.send(one, {"name": "投诉"}, "patch", If_Match=mark).status_code == 200
    assert wang.send(one, {"name": "又"}, "patch", If_Match=mark).status_code == 412
    assert program_of(cast.li).send(one, {"name": "我的"}, "patch").status_code == 404
    assert wang.send(one, method="delete").status_code == 200
    assert items(wang, "/cases/lists") == []


def test_a_case_is_followed_and_not_any_more(wang):
    number = opened(wang)

    for follows in (True, False):
        told = wang.send(f"/cases/{number}/follow", {"follows": follows})
        assert told.json() == {"number": number, "follows": follows}
        assert Following.objects.exists() is follows


def test_a_link_is_taken_back_by_its_fact(he):
    one, other = opened(he), opened(he)
    linked = he.send(f"/cases/{one}/link", {"other": other, "relation": "related"}).json()
    fact = linked["outcome"]["fact"]

    back = he.send(f"/cases/{one}/take-back/{fact}", {"reason": "连错了"})
    again = he.send(f"/cases/{one}/take-back/{fact}", {"reason": "连错了"})

    assert back.status_code == 200, back.content
    assert again.status_code == 422


def test_likely_ones_are_told_and_gathered(he):
    numbers = [opened(he, title="三号楼电梯停运困人") for _ in range(3)]

    likely = he.send("/cases/likely", {"title": "三号楼电梯停运"}).json()["items"]
    assert {row["number"] for row in likely} == set(numbers)
    told = he.send("/cases/gather", {"first": numbers[0], "others": [*numbers[1:], "X-1"]}).json()

    assert told["linked"] == numbers[1:]
    assert list(told["refused"]) == ["X-1"]
    assert he.get("/cases/hot").status_code == 200
