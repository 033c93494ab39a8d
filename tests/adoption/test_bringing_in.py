"""A text is brought in with faults, mended, tried, compared and adopted."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shouwen.adoption import actions, adopting
from shouwen.adoption.checking import with_in_force
from shouwen.adoption.models import Draft
from shouwen.journal import queries as journal
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.kinds.deadline import Deadline
from shouwen.regulations import queries
from shouwen.regulations.models import Regulation, Version
from tests.policy.test_copies import cut_short
from tests.regulations.texts import faulty, replies

AT = datetime(2024, 4, 15, 1, tzinfo=UTC)
MAY = date(2024, 5, 1)


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.he)
    return client


def bring_in(client, text):
    file = SimpleUploadedFile("答复办法.md", text.encode())
    response = client.post(reverse("adoption:index"), {"file": file})
    assert response.status_code == 302
    return Draft.objects.latest("pk")


def save(client, draft, text):
    given = {"text": text.replace("\n", "\r\n"), "revision": draft.revision}
    return client.post(reverse("adoption:draft", args=[draft.pk]), given)


def adopt_from(client, draft, day):
    return client.post(reverse("adoption:adopt", args=[draft.pk]), {"in_force": day.isoformat()})


def limit_on(day):
    rule = queries.rulebook_on(day).rule("replies", "reply")
    assert isinstance(rule, Deadline)
    return str(rule.within)


def test_a_regulation_with_faults_is_mended_and_adopted(manager):
    draft = bring_in(manager, faulty())
    page = manager.get(reverse("adoption:draft", args=[draft.pk])).content.decode()
    assert "fortnights" in page
    assert 'data-line="31"' in page
    assert '<li id="line-31" class="has-error">' in page

    assert save(manager, draft, replies()).status_code == 302
    response = adopt_from(manager, draft, MAY)

    assert response.status_code == 302
    version = Version.objects.get()
    assert response["Location"] == reverse("regulations:version", args=["replies", 1])
    assert version.in_force == MAY
    # What is exported says the day that was chosen.
    assert queries.export(version) == with_in_force(replies(), MAY)
    assert queries.export(version).replace("tried_on: 2024-01-01\n", "") == replies(MAY)
    assert limit_on(MAY) == "24 hours"


def test_adopting_is_recorded_as_a_fact(manager):
    draft = bring_in(manager, replies())

    adopt_from(manager, draft, MAY)

    (row,) = journal.timeline("regulation:replies")
    assert row.kind == "regulation_adopted"
    assert row.details["version"] == 1
    assert row.details["in_force"] == "2024-05-01"


def test_a_pasted_text_is_kept_to_the_letter(manager):
    manager.post(reverse("adoption:index"), {"text": replies().replace("\n", "\r\n")})

    assert Draft.objects.get().text == replies()


def test_nothing_typed_is_lost_when_somebody_else_was_faster(manager, cast):
    draft = bring_in(manager, replies())
    actions.save_draft(draft=draft, text=replies(hours=48), revision=1, by=cast.he, at=AT)

    response = save(manager, draft, replies(hours=2))

    assert response.status_code == 409
    assert "收到投诉后 2 小时内答复客户" in response.content.decode()
    assert Draft.objects.get().text == replies(hours=48)


def test_a_faulty_text_cannot_be_adopted(manager, cast):
    draft = bring_in(manager, faulty())

    assert adopt_from(manager, draft, MAY).status_code == 302
    with pytest.raises(RefusedError):
        adopting.adopt_draft(draft=draft, in_force=MAY, by=cast.he, at=AT)

    assert not Version.objects.exists()


def test_a_text_whose_cases_differ_cannot_be_adopted(manager):
    draft = bring_in(manager, replies().replace("2024-03-05 10:00", "2024-03-05 11:00"))

    page = manager.get(reverse("adoption:cases", args=[draft.pk])).content.decode()
    response = adopt_from(manager, draft, MAY)

    assert "应为 due: 2024-03-05 11:00" in page
    assert response.status_code == 422
    assert not Version.objects.exists()


def test_the_next_version_shows_what_it_changes_and_counts_from_its_day(manager, adopt):
    adopt(replies(hours=24))
    manager.post(reverse("adoption:next_version", args=["replies", 1]))
    draft = Draft.objects.get()
    save(manager, draft, replies(hours=2))

    page = manager.get(reverse("adoption:adopt", args=[draft.pk])).content.decode()
    assert "24 小时内" in page
    assert "2 小时内" in page
    assert adopt_from(manager, draft, MAY).status_code == 302

    assert limit_on(date(2024, 4, 30)) == "24 hours"
    assert limit_on(MAY) == "2 hours"


def test_a_day_not_after_the_version_in_force_is_refused_beside_the_field(manager, adopt):
    adopt(replies())
    draft = bring_in(manager, replies(hours=2))

    response = adopt_from(manager, draft, date(2024, 1, 1))

    assert response.status_code == 422
    assert "2024-01-02" in response.content.decode()


def test_a_draft_is_adopted_once(manager, cast):
    draft = bring_in(manager, replies())
    adopt_from(manager, draft, MAY)

    adopt_from(manager, draft, date(2024, 6, 1))
    with pytest.raises(RefusedError):
        actions.discard_draft(draft=draft)

    assert Version.objects.count() == 1
    assert cast.he


def test_a_regulation_is_retired_and_that_is_recorded(manager, adopt):
    adopt(replies())

    manager.post(reverse("adoption:retire", args=["replies"]), {"ended": "2024-06-01"})

    assert Regulation.objects.get().versions.get().ended == date(2024, 6, 1)
    assert [row.kind for row in journal.timeline("regulation:replies")] == ["regulation_retired"]


def test_the_chosen_day_changes_one_line_and_keeps_the_day_of_the_cases():
    changed = with_in_force(replies(), MAY)

    lines = changed.splitlines()
    assert set(lines) - set(replies().splitlines()) == {
        "in_force: 2024-05-01",
        "tried_on: 2024-01-01",
    }
    assert changed.replace("tried_on: 2024-01-01\n", "") == replies(MAY)
    assert with_in_force(replies(), date(2024, 1, 1)) == replies()
    # The cases stay on the first day of all.
    assert "tried_on: 2024-01-01\n" in with_in_force(changed, date(2024, 6, 1))
    assert with_in_force(changed, date(2024, 6, 1)).count("tried_on") == 1


def test_who_may_not_adopt_finds_no_drafts(client, cast, manager):
    draft = bring_in(manager, replies())
    client.force_login(cast.zhao)

    assert client.get(reverse("adoption:index")).status_code == 403
    for name in ("draft", "rules", "cases", "adopt"):
        assert client.get(reverse(f"adoption:{name}", args=[draft.pk])).status_code == 404
    assert client.post(reverse("adoption:discard", args=[draft.pk])).status_code == 404
    assert save(client, draft, "x").status_code == 404
    assert adopt_from(client, draft, MAY).status_code == 404


def test_a_file_that_is_no_text_is_refused_in_words(manager):
    file = SimpleUploadedFile("办法.docx", b"PK\x03\x04\x00\x00\xff\xfe\x00")

    response = manager.post(reverse("adoption:index"), {"file": file})

    assert response.status_code == 422
    assert "纯文本" in response.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("text", [faulty(), replies()])
def test_every_page_of_a_draft_reads_in_both_languages(manager, language, text):
    Member.objects.update(language=language)
    draft = bring_in(manager, text)

    for name in ("draft", "rules", "cases", "adopt"):
        page = manager.get(reverse(f"adoption:{name}", args=[draft.pk]), follow=True)
        assert page.status_code == 200
        word = {"zh-hans": "草案", "en": "draft"}[language]
        assert word in page.content.decode()


def test_the_command_line_adopts_a_text_and_records_it(cast):
    adopted = adopting.adopt_text(text=replies(), file_name="replies.md", by=cast.he, at=AT)

    assert isinstance(adopted, adopting.Adoption)
    assert adopted.version is not None
    assert [row.kind for row in journal.timeline("regulation:replies")] == ["regulation_adopted"]


def test_the_command_line_hears_every_fault(cast):
    faults = adopting.adopt_text(text=faulty(), file_name="replies.md", by=cast.he, at=AT)

    assert isinstance(faults, tuple)
    assert len(faults) == 2


@pytest.mark.parametrize("number", [1, 20])
def test_a_draft_costs_the_same_however_many_there_are(
    manager, django_assert_max_num_queries, number
):
    for _each in range(number):
        draft = bring_in(manager, replies())

    with django_assert_max_num_queries(20):
        manager.get(reverse("adoption:index"))
    with django_assert_max_num_queries(20):
        manager.get(reverse("adoption:adopt", args=[draft.pk]))


def test_a_text_that_repeats_another_says_so_before_it_is_adopted(manager):
    draft = bring_in(manager, cut_short())

    page = manager.get(reverse("adoption:adopt", args=[draft.pk])).text

    assert "没有新规则，缺 20 条规则" in page
