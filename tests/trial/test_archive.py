"""What was adopted is kept with its fingerprint, its signatures and its readers, and is proved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from shouwen.adoption.actions import start_draft
from shouwen.adoption.adopting import adopt_draft
from shouwen.enforcement.actions import decide_request
from shouwen.journal import queries as journal
from shouwen.regulations.actions import sha256
from shouwen.regulations.models import Version
from shouwen.trial import archive, telling
from tests.adoption.test_signing import TEXT
from tests.cast import Cast

AT = datetime(2024, 4, 15, 1, tzinfo=UTC)
QUERIES = (28, 16)  # of the archive, of one sheet


@pytest.fixture
def signed(cast: Cast) -> Version:
    draft = start_draft(text=TEXT, file_name="d.md", by=cast.he, at=AT)
    held = adopt_draft(draft=draft, in_force=date(2024, 4, 16), by=cast.he, at=AT).held
    for member in (cast.li, cast.zhang):
        assert held is not None
        decide_request(request=held, member=member, verdict="granted", at=AT + timedelta(hours=1))
    version = Version.objects.get(number=1)
    found = telling.announce(version=version, by=cast.he, at=AT + timedelta(hours=2))
    telling.confirm(announcement=found, member=cast.li, at=AT + timedelta(hours=3))
    return version


def test_it_says_who_signed_at_which_tier_and_who_has_read(cast: Cast, signed: Version) -> None:
    (kept,) = archive.archive_of(signed.regulation)

    assert kept.whole
    assert [(one.tier, one.name) for one in kept.signatures] == [(1, "李班长"), (2, "张工")]
    assert kept.read == 1
    assert {name for name, at in kept.readings if at is None} == {"小王", "赵班长", "张工"}


def test_it_is_printed_with_the_text_and_the_signatures(
    cast: Cast, signed: Version, client
) -> None:
    client.force_login(cast.he)
    place = ["replies", 1]
    for name, where in (("archive", place[:1]), ("sheet", place)):
        page = client.get(reverse(f"trial:{name}", args=where)).content.decode()
        assert signed.sha256 in page
        assert "张工" in page
    assert "凡客户来件" in page
    made = client.get(reverse("trial:sheet_pdf", args=place))
    assert made.content[:5] == b"%PDF-"
    client.force_login(cast.wang)
    assert client.get(reverse("trial:sheet", args=place)).status_code == 403


@pytest.mark.parametrize("more", [0, 3])
def test_the_archive_costs_the_same_however_many_versions_were_signed(
    cast: Cast, signed: Version, client, django_assert_max_num_queries, more: int
) -> None:
    for n in range(1, more + 1):
        at = AT + timedelta(days=n)
        text = TEXT.replace("耐心", f"耐心{n}").replace("2024-01-01", "2024-01-02")
        draft = start_draft(text=text, file_name="d.md", by=cast.he, at=at)
        held = adopt_draft(
            draft=draft, in_force=date(2024, 4, 16) + timedelta(days=n), by=cast.he, at=at
        ).held
        assert held is not None
        for member in (cast.li, cast.zhang):
            decide_request(
                request=held, member=member, verdict="granted", at=at + timedelta(hours=1)
            )
    client.force_login(cast.he)
    place = ["replies", 1]
    pages = [reverse("trial:archive", args=place[:1]), reverse("trial:sheet", args=place)]
    client.get(pages[0])
    with django_assert_max_num_queries(QUERIES[0]):
        assert client.get(pages[0]).content.decode().count("张工") >= 1 + more
    with django_assert_max_num_queries(QUERIES[1]):
        client.get(pages[1])


def test_a_text_that_was_changed_afterwards_is_told(cast: Cast, signed: Version) -> None:
    assert archive.broken() == []
    assert journal.verify() == []
    changed = signed.source.replace("24", "48")

    Version.objects.filter(pk=signed.pk).update(source=changed)
    assert len(archive.broken()) == 1
    # Whoever changes the fingerprint with it does not change the journal.
    Version.objects.filter(pk=signed.pk).update(sha256=sha256(changed))
    assert len(archive.broken()) == 1
