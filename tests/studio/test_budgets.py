"""What the studio's pages ask of the database, for little and for a lot."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwen.studio.models import Document, FoundText, Suggestion
from tests.cast import Cast

AT = datetime(2024, 3, 4, 1, tzinfo=UTC)


def cost(client: Client, address: str) -> int:
    """Return how many queries a page costs once what is kept for a while is kept."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def more_rules(read: FoundText) -> None:
    Suggestion.objects.bulk_create(
        Suggestion(text=read, clause=read.nodes[1]["id"], start=20, end=24, kind="conduct",
                   quote=f"第{n}项", sure="low")
        for n in range(40)
    )  # fmt: skip


@pytest.mark.parametrize("page", ["text", "todo", "file", "assistant"])
def test_a_page_of_a_text_costs_the_same_for_few_and_many_rules(
    he: Client, read: FoundText, page: str
) -> None:
    address = reverse(f"studio:{page}", args=[read.pk])
    few = cost(he, address)
    more_rules(read)
    assert cost(he, address) == few


@pytest.mark.parametrize("page", ["change", "split"])
def test_a_page_of_a_rule_costs_the_same_for_few_and_many_rules(
    he: Client, read: FoundText, page: str
) -> None:
    address = reverse(f"studio:{page}", args=[read.suggestions.all()[0].pk])
    few = cost(he, address)
    more_rules(read)
    assert cost(he, address) == few


def test_the_list_of_documents_costs_the_same_for_few_and_many(
    he: Client, cast: Cast, read: FoundText
) -> None:
    few = cost(he, reverse("studio:index"))
    for n in range(6):
        more = Document.objects.create(
            file_name=f"{n}.txt", sha256="", original=b"1", brought_by=cast.he, brought_at=AT,
            state="read", text="第一条",
        )  # fmt: skip
        FoundText.objects.create(document=more, order=0, title=f"办法{n}", nodes=[])
    assert cost(he, reverse("studio:index")) == few
