"""A department reads the unclear places of a text and chooses how it understands them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from shouwen.adoption import actions
from shouwen.adoption.choosing import with_chosen
from shouwen.adoption.models import Draft
from shouwen.people.refusals import RefusedError
from shouwen.policy.kinds.deadline import Deadline
from shouwen.policy.regulation_file import read_regulation
from shouwen.regulations import queries
from shouwen.regulations.models import Version
from tests.regulations.texts import replies

AT = datetime(2024, 4, 15, 1, tzinfo=UTC)
MAY, JULY = date(2024, 5, 1), date(2024, 7, 1)
SETTINGS = """settings:
  first_reply:
    label: 首次答复的时限
    label_en: Limit of the first reply
    reading: 原文前后不一，按二十四小时理解
    choices: {day: 二十四小时, two: 四十八小时}
    choices_en: {day: Twenty-four hours, two: Forty-eight hours}
    default: day
"""
CASE = """
- case: 按四十八小时
  settings: {first_reply: two}
  at: "2024-03-04 10:00"
  given: {case_type: complaint, handler: wang}
  expect: {due: "2024-03-06 10:00"}
"""


def unclear():
    """Return a text with one unclear place, in which the default is what the text said before."""
    text = replies().replace("industry:", f"{SETTINGS}industry:", 1)
    text = text.replace(
        "within: 24 hours", "within: {by_setting: first_reply, day: 24 hours, two: 48 hours}"
    )
    return text.replace("  expect: nothing\n", f"  expect: nothing{CASE}", 1)


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.he)
    return client


@pytest.fixture
def draft(cast):
    return actions.start_draft(text=unclear(), file_name="replies.md", by=cast.he, at=AT)


def choose(client, draft, **chosen):
    given = {f"reading-{key}": choice for key, choice in chosen.items()}
    address = reverse("adoption:readings", args=[draft.pk])
    return client.post(address, {"revision": draft.revision, **given})


def adopt(client, draft, day):
    return client.post(reverse("adoption:adopt", args=[draft.pk]), {"in_force": day.isoformat()})


def limit_on(day):
    rule = queries.rulebook_on(day).rule("replies", "reply")
    assert isinstance(rule, Deadline)
    return str(rule.within)


def test_each_unclear_place_stands_on_the_page_with_its_reasons_and_its_choices(manager, draft):
    page = manager.get(reverse("adoption:readings", args=[draft.pk])).content.decode()

    for words in (
        "首次答复的时限",
        "原文前后不一，按二十四小时理解",
        "二十四小时",
        "四十八小时",
        "1.1",
    ):
        assert words in page
    assert 'value="day" checked' in page


def test_in_english_the_choices_are_named_in_english(manager, draft):
    manager.cookies["django_language"] = "en"

    page = manager.get(reverse("adoption:readings", args=[draft.pk])).content.decode()

    assert "Limit of the first reply" in page
    assert "Forty-eight hours" in page


def test_a_choice_is_written_into_the_text_and_nothing_else_changes(manager, draft):
    assert choose(manager, draft, first_reply="two").status_code == 302

    draft.refresh_from_db()
    assert draft.text == unclear().replace("\n---\n", "\nchosen:\n  first_reply: two\n---\n", 1)


def test_what_is_adopted_is_judged_by_the_choice_and_says_so(manager, draft):
    choose(manager, draft, first_reply="two")

    adopt(manager, draft, MAY)

    version = Version.objects.get()
    assert limit_on(MAY) == "48 hours"
    assert queries.export(version) == version.source
    rule = queries.rulebook_on(MAY).rule("replies", "reply")
    assert [step.values["choice_zh"] for step in rule.read_as] == ["四十八小时"]


def test_without_a_choice_the_default_is_adopted(manager, draft):
    adopt(manager, draft, MAY)

    assert limit_on(MAY) == "24 hours"


def test_choosing_the_default_again_takes_the_choice_out_of_the_text(manager, draft):
    choose(manager, draft, first_reply="two")
    draft.refresh_from_db()

    choose(manager, draft, first_reply="day")

    draft.refresh_from_db()
    assert draft.text == unclear()


def test_another_choice_later_is_another_version_from_a_day(manager, draft):
    adopt(manager, draft, MAY)
    page = manager.get(reverse("regulations:version", args=["replies", 1])).content.decode()
    assert "二十四小时" in page
    assert "自某日起改用其他读法" in page

    begun = manager.post(
        reverse("adoption:next_version", args=["replies", 1]), {"then": "readings"}
    )
    following = Draft.objects.latest("pk")
    assert begun["Location"] == reverse("adoption:readings", args=[following.pk])
    choose(manager, following, first_reply="two")
    adopt(manager, following, JULY)

    assert [limit_on(MAY), limit_on(JULY)] == ["24 hours", "48 hours"]


def test_the_page_of_adopting_names_the_readings_that_will_hold(manager, draft):
    choose(manager, draft, first_reply="two")

    page = manager.get(reverse("adoption:adopt", args=[draft.pk])).content.decode()

    assert "不清楚之处的读法" in page
    assert "本部门选定" in page


def test_the_page_of_cases_says_how_a_case_reads_an_unclear_place(manager, draft):
    page = manager.get(reverse("adoption:cases", args=[draft.pk])).content.decode()

    assert "首次答复的时限：四十八小时" in page


@pytest.mark.parametrize("chosen", [{}, {"first_reply": "three"}])
def test_a_choice_that_there_is_not_is_refused(manager, draft, chosen):
    response = choose(manager, draft, **chosen)

    assert response.status_code == 422
    assert "每一处都要选定一种读法" in response.content.decode()


def test_a_choice_on_a_text_that_somebody_changed_meanwhile_is_refused(manager, cast, draft):
    changed = unclear().replace("答复应当耐心", "答复应当有耐心")
    actions.save_draft(draft=draft, text=changed, revision=1, by=cast.he, at=AT)

    response = choose(manager, draft, first_reply="two")

    assert response.status_code == 422
    draft.refresh_from_db()
    assert draft.text == changed


def test_a_text_in_which_nothing_is_unclear_has_no_such_page(manager, cast):
    plain = actions.start_draft(text=replies(), file_name="replies.md", by=cast.he, at=AT)

    response = manager.get(reverse("adoption:readings", args=[plain.pk]))

    assert response.status_code == 302
    assert "readings/" not in manager.get(response["Location"]).content.decode()


def test_only_who_may_adopt_may_choose(client, cast, draft):
    client.force_login(cast.wang)

    assert client.get(reverse("adoption:readings", args=[draft.pk])).status_code == 404
    assert choose(client, draft, first_reply="two").status_code == 404


def test_a_faulty_text_is_not_chosen_in(cast):
    faulty = unclear().replace("two: 48 hours", "two: long")
    draft = actions.start_draft(text=faulty, file_name="replies.md", by=cast.he, at=AT)

    with pytest.raises(RefusedError):
        actions.choose_readings(
            draft=draft, chosen={"first_reply": "two"}, revision=1, by=cast.he, at=AT
        )


@pytest.mark.parametrize(
    "written",
    [
        "chosen: {first_reply: two}\n",
        "chosen:\n  first_reply: two\n",
        "chosen: {\n  first_reply: two\n}\n",
        "chosen:\n  first_reply: two\n\n",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_however_a_choice_is_written_it_is_replaced_whole(written, end):
    text = unclear().replace("industry:", f"{written}industry:", 1).replace("\n", end)
    assert read_regulation(text, "f.md").regulation is not None

    back = with_chosen(text, {})
    again = with_chosen(text, {"first_reply": "two"})

    assert back == unclear().replace("\n", end)
    read = read_regulation(again, "f.md").regulation
    assert read is not None
    assert dict(read.chosen) == {"first_reply": "two"}
    assert ("\r\n" in again) == (end == "\r\n")
