"""A document is read in the background; whoever watches sees its clauses come."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shouwen.policy.reading.source import source_of
from shouwen.studio import actions, running
from shouwen.studio.choices import State
from shouwen.studio.models import Document
from tests.cast import Cast
from tests.studio.conftest import LINES

_CLAUSES = (f"第{n}条 客服应当在{n}小时内答复。" for n in range(1, 91))
MANY = "\n".join(["客服中心值班管理办法", *_CLAUSES])
AT = datetime(2024, 3, 4, 1, tzinfo=UTC)


def test_clauses_are_written_as_they_are_read_and_the_page_shows_them(
    he: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = actions.bring_in(data=MANY.encode(), file_name="办法.txt", by=cast.he, at=AT)
    Document.objects.filter(pk=kept.pk).update(state=State.READING)
    seen: list[tuple[int, int]] = []
    address = reverse("studio:reading", args=[kept.pk])
    noted = running._note

    def watch(pk: int, done: int, total: int) -> None:
        noted(pk, done, total)
        page = he.get(address, headers={"HX-Request": "true"}).content.decode()
        assert f"{done}" in page
        text = kept.texts.get()
        assert text.clauses == done
        assert he.get(reverse("studio:text", args=[text.pk])).status_code == 302
        seen.append((done, text.suggestions.count()))

    monkeypatch.setattr(running, "_note", watch)
    running.keep_source(Document.objects.get(pk=kept.pk), source_of(MANY))

    assert [done for done, _rules in seen] == [20, 40, 60, 80, 90]
    assert [rules for _done, rules in seen] == [20, 40, 60, 80, 90]
    answer = he.get(address, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == reverse("studio:document", args=[kept.pk])


def test_what_an_attempt_that_broke_off_wrote_is_not_there_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = actions.bring_in(data="\n".join(LINES).encode(), file_name="a.txt", by=cast.he, at=AT)

    def breaks_off(*_args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(running, "keep_uncovered", breaks_off)
        with pytest.raises(KeyboardInterrupt):
            running.keep_source(kept, source_of("\n".join(LINES)))
    running.keep_source(kept, source_of("\n".join(LINES)))
    assert kept.texts.count() == 1
    assert kept.texts.get().suggestions.count() == 6
    kept.refresh_from_db()
    assert (kept.state, kept.progress) == (State.READ, 100)
