"""A document is read in the background; whoever watches sees its clauses come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shouwen.documents import process
from shouwen.leases.holding import LEASE
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
    he: Client, cast: Cast
) -> None:
    kept = actions.bring_in(data=MANY.encode(), file_name="办法.txt", by=cast.he, at=AT)
    held = {"state": State.READING, "held_until": timezone.now() + LEASE}
    Document.objects.filter(pk=kept.pk).update(**held)
    seen: list[tuple[int, int, int]] = []
    address = reverse("studio:reading", args=[kept.pk])

    def watch(progress: int) -> None:
        texts = kept.texts.all()
        if not texts:
            return
        text = texts[0]
        page = he.get(address, headers={"HX-Request": "true"}).content.decode()
        assert f"{text.clauses}" in page
        assert he.get(reverse("studio:text", args=[text.pk])).status_code == 302
        seen.append((progress, text.clauses, text.suggestions.count()))

    running.keep_source(Document.objects.get(pk=kept.pk), source_of(MANY), note=watch)

    assert [(clauses, rules) for _, clauses, rules in seen] == [
        (20, 20), (40, 40), (60, 60), (80, 80), (90, 90)
    ]  # fmt: skip
    percents = [percent for percent, _, _ in seen]
    assert percents == sorted(set(percents))
    assert percents[-1] < 100


def brought(cast: Cast) -> Document:
    return actions.bring_in(data="\n".join(LINES).encode(), file_name="a.txt", by=cast.he, at=AT)


def dies(*_args: Any) -> None:
    raise KeyboardInterrupt


def began_and_died(kept: Document, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker begins to read and is killed in the middle of it."""
    with monkeypatch.context() as broken:
        broken.setattr(running, "keep_uncovered", dies)
        with pytest.raises(KeyboardInterrupt):
            running.read(kept.pk, by=by)


def test_a_document_whose_worker_died_is_read_by_the_next_and_nothing_is_there_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = brought(cast)
    began_and_died(kept, "one", monkeypatch)

    # Somebody else's task leaves it alone; the queue gives the first one to another worker.
    running.read(kept.pk, by="other")
    kept.refresh_from_db()
    assert (kept.state, kept.held_by) == (State.READING, "one")
    running.read(kept.pk, by="one")

    kept.refresh_from_db()
    assert (kept.state, kept.progress, kept.held_by) == (State.READ, 100, "")
    assert kept.texts.get().suggestions.count() == 6


def test_a_document_given_up_by_the_queue_is_seen_and_read_again(
    he: Client, cast: Cast, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = brought(cast)
    page, again = (reverse(f"studio:{name}", args=[kept.pk]) for name in ("document", "read_again"))
    began_and_died(kept, "one", monkeypatch)
    assert again not in he.get(page).content.decode()
    he.post(again)
    kept.refresh_from_db()
    assert kept.held_by == "one"

    Document.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    assert "读取中断" in he.get(reverse("studio:index")).content.decode()
    assert again in he.get(page).content.decode()
    watching = he.get(reverse("studio:reading", args=[kept.pk]), headers={"HX-Request": "true"})
    assert watching.headers["HX-Redirect"] == page
    he.post(again)

    kept.refresh_from_db()
    assert (kept.state, kept.texts.get().suggestions.count()) == (State.READ, 6)


def test_a_worker_that_was_thought_dead_writes_nothing_any_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = brought(cast)
    process_read = process.read_document

    def slow(*args: Any, **kwargs: Any) -> Any:
        # While this one slept, its lease ran out and another read the document.
        Document.objects.update(held_until=timezone.now() - timedelta(seconds=1))
        monkeypatch.setattr(process, "read_document", process_read)
        running.read(kept.pk, by="other")
        first = kept.texts.get().pk
        found.append(first)
        return process_read(*args, **kwargs)

    found: list[int] = []
    monkeypatch.setattr(process, "read_document", slow)
    running.read(kept.pk, by="one")

    kept.refresh_from_db()
    assert (kept.state, [kept.texts.get().pk]) == (State.READ, found)


def test_a_document_that_reading_stumbles_over_says_so(
    he: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = brought(cast)

    def stumbles(*_args: Any, **_kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(running, "keep_source", stumbles)
    running.read(kept.pk, by="one")

    kept.refresh_from_db()
    assert kept.state == State.FAILED
    page = he.get(reverse("studio:document", args=[kept.pk])).content.decode()
    assert "重新读取" in page
