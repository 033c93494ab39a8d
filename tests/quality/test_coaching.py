"""Coaching: a day from a clause or typed, files for who may read the note, read and followed up."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from shouwen.enforcement.sent import Sent
from shouwen.files import gates as files
from shouwen.files.models import StoredFile
from shouwen.journal import queries as journal
from shouwen.obligations.actions import ObligationRow
from shouwen.people.refusals import RefusedError
from shouwen.quality import coaching, gates
from shouwen.quality.models import Note
from shouwen.site.file_gate import may_see
from tests.api.conftest import program_of
from tests.enforcement.conftest import at
from tests.knowledge.conftest import adopt
from tests.quality.test_pages import cost, desk_of, page

NOW, TODAY = at("2024-03-06 09:00"), date(2024, 3, 6)
RULES = """---
regulation: coaching-times
title: 辅导管理办法
industry: property-services
in_force: 2024-01-01
working_hours:
  mon-fri: ["09:00-18:00"]
---

## 1 辅导

### 1.1 复查

辅导后七日内复查。

```rule
id: look-again
kind: deadline
title: 辅导复查
title_en: Look again after coaching
when: {fact: coaching_given}
owed_by: {detail: person}
duty: 复查辅导效果
within: 7 days
met_by: [{fact: coaching_followed_up}]
```
"""


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def a_note(cast, **more):
    said = {"person": cast.wang, "text": "先说结论", "sent": Sent.at_once(cast.li, NOW), **more}
    return coaching.give(**said)


def test_a_clause_sets_the_day_and_coming_back_meets_it(cast):
    adopt(RULES, cast.he)

    note = a_note(cast)
    coaching.follow_up(note=note, outcome="已改善", sent=Sent.at_once(cast.li, NOW))

    assert note.follow_up == date(2024, 3, 13)
    assert note.duty.clause_number == "1.1"
    assert ObligationRow.objects.get(pk=note.duty_id).state == "met"


def test_a_typed_day_may_be_earlier_than_the_clause_wants_and_not_later(cast):
    adopt(RULES, cast.he)

    assert a_note(cast, follow_up=date(2024, 3, 8)).follow_up == date(2024, 3, 8)
    with pytest.raises(RefusedError) as refusal:
        a_note(cast, follow_up=date(2024, 3, 20))

    assert refusal.value.field == "follow_up"
    assert Note.objects.count() == 1


def test_without_a_clause_the_typed_day_counts_and_a_day_that_is_over_is_refused(cast):
    assert a_note(cast).follow_up is None
    assert a_note(cast, follow_up=date(2024, 5, 1)).follow_up == date(2024, 5, 1)
    with pytest.raises(RefusedError):
        a_note(cast, follow_up=date(2024, 3, 5))


def test_the_words_are_not_on_record_and_the_same_form_is_one_note(cast):
    sent = Sent.at_once(cast.li, NOW, token="abc")

    first, again = a_note(cast, sent=sent), a_note(cast, sent=sent)

    given = journal.facts_of_kind("coaching_given")
    assert first == again
    assert [one.details["person"] for one in given] == ["wang"]
    assert "先说结论" not in str(given)


def test_it_is_open_until_it_was_read_and_followed_up(cast):
    note = a_note(cast, follow_up=date(2024, 3, 8))

    with pytest.raises(RefusedError):
        coaching.acknowledge(note=note, sent=Sent.at_once(cast.li, NOW))
    read = coaching.acknowledge(note=note, sent=Sent.at_once(cast.wang, NOW))
    assert read.closed_at is None
    with pytest.raises(RefusedError):
        coaching.acknowledge(note=note, sent=Sent.at_once(cast.wang, NOW))
    with pytest.raises(RefusedError):
        coaching.follow_up(note=note, outcome=" ", sent=Sent.at_once(cast.li, NOW))
    done = coaching.follow_up(note=note, outcome="已改善", sent=Sent.at_once(cast.li, NOW))

    assert done.closed_at == NOW
    with pytest.raises(RefusedError):
        coaching.follow_up(note=note, outcome="再看", sent=Sent.at_once(cast.li, NOW))


def test_files_open_for_the_person_and_who_leads_them_and_nobody_else(cast, clock):
    text = SimpleUploadedFile("练习.txt", "先说结论，再说原因。".encode(), "text/plain")

    answer = desk_of(cast.li).post(
        reverse("quality:note", args=["wang"]),
        {"text": "照着练", "follow_up": "2024-03-20", "attachments": text},
    )

    note, file = Note.objects.get(), StoredFile.objects.get()
    assert answer.status_code == 302
    assert files.file_open_to(cast.wang, file.sha256, TODAY) == file
    assert {who: may_see(getattr(cast, who), note.about, TODAY) for who in ("wang", "li", "zhao")
            } == {"wang": True, "li": True, "zhao": False}  # fmt: skip
    assert (
        reverse("files:show", args=[file.sha256])
        in page(cast.wang, "person", "wang").content.decode()
    )


def test_a_refused_note_keeps_what_was_written(cast, clock):
    answer = desk_of(cast.li).post(
        reverse("quality:note", args=["wang"]), {"text": "照着练", "follow_up": "2024-03-01"}
    )

    assert answer.status_code == 422
    assert "照着练" in answer.content.decode()


def test_the_person_reads_it_and_the_lead_comes_back_on_the_page(cast, clock):
    note = a_note(cast, follow_up=date(2024, 3, 8))
    assert (
        reverse("quality:person", args=["wang"]) + f"#note-{note.pk}"
        in page(cast.wang, "mine").content.decode()
    )

    desk_of(cast.wang).post(reverse("quality:acknowledge", args=[note.pk]))
    desk_of(cast.li).post(reverse("quality:follow_up", args=[note.pk]), {"outcome": "已改善"})
    note.refresh_from_db()

    assert (note.acknowledged_at, note.followed_up_at, note.closed_at) == (NOW, NOW, NOW)
    assert desk_of(cast.zhao).post(
        reverse("quality:follow_up", args=[note.pk])).status_code == 404  # fmt: skip


def test_open_coaching_stands_by_team_and_only_for_who_leads_them(cast, clock):
    note = a_note(cast)
    other = gates.coached_by(cast.li, TODAY)

    whole = page(cast.li, "coaching").content.decode()
    team = page(cast.li, "coaching", team=cast.desk.key).content.decode()

    assert cast.wang.pk in other
    assert f"#note-{note.pk}" in whole
    assert f"#note-{note.pk}" in team
    assert f"#note-{note.pk}" not in page(cast.zhao, "coaching").content.decode()
    assert page(cast.wang, "coaching").status_code == 403


def test_open_coaching_costs_as_much_for_many_as_for_one(cast, clock):
    a_note(cast)
    client = desk_of(cast.li)
    one = cost(client, reverse("quality:coaching"))
    for _ in range(4):
        a_note(cast)

    assert cost(client, reverse("quality:coaching")) <= one


def test_a_program_writes_reads_and_follows_a_note(cast, clock):
    li, wang = program_of(cast.li), program_of(cast.wang)
    said = {"text": "照着练", "follow_up": "2024-03-20"}
    made = li.send("/quality/people/wang/notes", said).json()
    address = f"/quality/coaching/{made['id']}"

    listed = li.get(f"/quality/coaching?team={cast.desk.key}").json()["items"]
    read = wang.send(f"{address}/acknowledge")
    refused = wang.send(f"{address}/follow-up", {"outcome": "我看了"})
    seen = li.send(f"{address}/follow-up", {"outcome": "已改善"})

    assert [one["id"] for one in listed] == [made["id"]]
    assert read.status_code == 200
    assert refused.status_code == 404
    assert seen.json()["closed_at"] is not None
    assert program_of(cast.zhao).get(address).status_code == 404
