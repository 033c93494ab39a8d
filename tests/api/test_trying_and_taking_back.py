"""Trying an import, the order of grading rules, and taking skills back, through the API."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from shouwen.cases.models import Case, ImportRun, MemberSkill, Skill, SkillAsked
from tests.api.conftest import Program

MAPPING = """
source: paper-book
row: 序号
formats: ["%Y/%m/%d %H:%M"]
case:
  type: {column: 类型, values: {投诉: complaint}}
  title: 主题
  opened_at: 登记
"""
BOOK = "序号,类型,主题,登记\n1,投诉,漏水,2024/03/04 10:00\n2,怪事,噪音,2024/03/04 11:00\n"


def sent(program: Program, address: str, mapping: str = MAPPING) -> Any:
    files = {
        "file": SimpleUploadedFile("book.csv", BOOK.encode()),
        "mapping": SimpleUploadedFile("m.yaml", mapping.encode()),
    }
    return program.client.post(f"/api/v1{address}", files, headers=program.headers)


def test_a_case_book_is_tried_its_refused_rows_are_read_and_it_is_imported(he, wang):
    assert sent(wang, "/cases/imports/try").status_code == 404
    assert sent(he, "/cases/imports/try", "source: x").status_code == 422

    tried = sent(he, "/cases/imports/try")

    assert tried.status_code == 202, tried.content
    told = tried.json()
    assert (told["is_trial"], told["opened"], told["faulty"]) == (True, 1, 1)
    assert not Case.objects.exists()
    one = f"/cases/imports/{told['id']}"
    (row,) = he.get(f"{one}/refused").json()["items"]
    assert (row["line"], row["clause"]) == (3, "")
    assert "怪事" in row["reason"]
    gone_on = he.send(f"{one}/go")
    assert (gone_on.status_code, gone_on.json()["is_trial"]) == (202, False)
    assert he.send(f"{one}/go").status_code == 409
    assert ImportRun.objects.get().state == "running"


def test_grading_rules_change_places(he, wang):
    made = [
        he.send("/cases/grading", {"name": name, "words": word, "severity": "major"}).json()["id"]
        for name, word in (("甲", "漏水"), ("乙", "停电"), ("丙", "伤人"))
    ]
    assert wang.send(f"/cases/grading/{made[2]}/up").status_code == 404

    for _twice in range(2):
        assert he.send(f"/cases/grading/{made[2]}/up").status_code == 200

    names = [row["name"] for row in he.get("/cases/grading").json()["items"]]
    assert names == ["丙", "甲", "乙"]
    assert he.send("/cases/grading/999999/up").status_code == 404


def test_skills_are_taken_back_from_members_and_from_cases(cast, he, wang):
    english = Skill.objects.create(name="英语")
    MemberSkill.objects.create(
        member=cast.wang, skill=english, level=3, given_by=cast.he, given_at=timezone.now()
    )
    SkillAsked.objects.create(case_type="complaint", skill=english, level=2)
    (skill,) = he.get("/cases/skills").json()["items"]
    assert (len(skill["held"]), len(skill["asked"])) == (1, 1)
    held, asked = skill["held"][0], skill["asked"][0]
    assert wang.send(f"/cases/skills/holders/{held}/end").status_code == 404
    assert MemberSkill.objects.exists()

    assert he.send(f"/cases/skills/holders/{held}/end").json() == {"id": held}
    assert he.send(f"/cases/skills/asked/{asked}/end").json() == {"id": asked}

    assert not MemberSkill.objects.exists()
    assert not SkillAsked.objects.exists()
    assert he.send(f"/cases/skills/asked/{asked}/end").status_code == 404
