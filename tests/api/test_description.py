"""The description of the API that is published is the one the code answers with."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shouwen.api.choices import NOUNS, SCOPES
from shouwen.site.api import description
from tools import write_openapi

pytestmark = pytest.mark.once


def operations() -> list[dict[str, Any]]:
    paths: Any = description()["paths"]
    return [op for path in paths.values() for op in path.values()]


def test_the_published_file_is_current():
    wanted = write_openapi.text()

    assert write_openapi.PLACE.read_text(encoding="utf-8") == wanted, "run tools/write_openapi.py"


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
