"""The description of the API that is published is the one the code answers with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from shouwen.api.choices import NOUNS, SCOPES
from shouwen.people.models import Member
from shouwen.site.api import description
from tests.cast import Cast
from tools import write_openapi

pytestmark = pytest.mark.once


def operations() -> list[dict[str, Any]]:
    paths: Any = description()["paths"]
    return [op for path in paths.values() for op in path.values()]


@pytest.mark.parametrize("language", write_openapi.PLACES)
def test_the_published_files_are_current(language: str):
    wanted = write_openapi.text(language)
    place = write_openapi.PLACES[language]

    assert place.read_text(encoding="utf-8") == wanted, "run tools/write_openapi.py"


def said(part: Any) -> Iterator[str]:
    """Walk through every text for people."""
    if isinstance(part, list):
        for each in part:
            yield from said(each)
    if isinstance(part, dict):
        yield from (part[n] for n in ("summary", "description") if isinstance(part.get(n), str))
        for each in part.values():
            yield from said(each)


def test_every_text_has_a_chinese_wording():
    assert write_openapi.untold() == [], "add it to api/locale/zh_Hans/LC_MESSAGES/reference.po"

    texts = [text for text in said(description("zh-hans")) if text]
    assert len(texts) > 1000
    assert [text for text in texts if not re.search(r"[\u4e00-\u9fff]", text)] == []


def test_both_languages_describe_the_same_operations():
    def plain(part: Any) -> Any:
        if isinstance(part, list):
            return [plain(each) for each in part]
        if not isinstance(part, dict):
            return part
        texts = ("summary", "description", "title")
        left = {n: v for n, v in part.items() if not (n in texts and isinstance(v, str))}
        return {name: plain(value) for name, value in left.items()}

    assert plain(description("zh-hans")) == plain(description())


@pytest.mark.parametrize(
    ("query", "headers", "language"),
    [
        ("", {}, "en"),
        ("", {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}, "zh-hans"),
        ("", {"Accept-Language": "en"}, "en"),
        ("?language=zh-hans", {"Accept-Language": "en"}, "zh-hans"),
        ("?language=xx", {}, "en"),
    ],
)
def test_the_description_speaks_the_language_asked_for(
    client: Client, query: str, headers: dict[str, str], language: str
):
    answer = client.get(f"/api/v1/openapi.json{query}", headers=headers)

    assert answer["Content-Language"] == language
    assert answer.json()["tags"] == description(language)["tags"]


def test_the_reference_is_a_page_of_the_readers_language(client: Client, cast: Cast):
    client.force_login(cast.wang)
    chinese = client.get("/api/docs/").content.decode()
    Member.objects.filter(pk=cast.wang.pk).update(language="en")
    english = client.get("/api/docs/").content.decode()

    assert '<html lang="zh-hans">' in chinese
    assert "openapi.json?language=zh-hans" in chinese
    words = json.loads(chinese.split('id="reference-words" type="application/json">')[1]
                       .split("</script>")[0])  # fmt: skip
    assert words["Try it out"] == "试一试"
    assert all(re.search(r"[\u4e00-\u9fff]", word) for word in words.values())
    assert '<html lang="en">' in english


def test_every_operation_has_a_name_of_its_own_a_scope_and_a_sentence():
    names = [op["operationId"] for op in operations()]

    assert len(names) == len(set(names))
    for op in operations():
        assert op["x-scope"] in SCOPES
        assert op["summary"].endswith((".", ";")) or "\n" in op["description"]
        assert op["security"]


def test_every_noun_but_those_without_addresses_yet_is_there():
    there = {op["tags"][0] for op in operations()}

    assert set(NOUNS) - there <= {"webhooks"}


def test_no_two_models_of_one_name_differ():
    # Two rooms may both have a “Made”; one name must mean one thing.
    schemas: Any = description()["components"]["schemas"]

    assert json.dumps(schemas)
    assert all("title" in each for name, each in schemas.items())
