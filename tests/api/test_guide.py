"""The examples of the guide work as they are printed, in both languages."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import program_of

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides"
HOUSE = "https://desk.example.cn"


def examples(name: str) -> list[str]:
    text = (GUIDES / name).read_text(encoding="utf-8")
    blocks = re.findall(r"```bash\n(curl .*?)```", text, re.DOTALL)
    return [block.replace("\\\n", " ") for block in blocks]


def run(example: str, client: Client, values: dict[str, str]) -> Any:
    """Send what a curl command would send."""
    for name, value in values.items():
        example = example.replace(f"${name}", value)
    words = iter(shlex.split(example)[1:])
    method, headers, body, address = "GET", {}, "", ""
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _colon, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        elif not word.startswith("-"):
            address = word
    kind = headers.pop("Content-Type", "application/json")
    return client.generic(method, address.removeprefix(HOUSE), body, kind, headers=headers)


@pytest.mark.parametrize("guide", ["api.md", "api.zh-CN.md"])
def test_each_example_of_the_guide_works(cast, guide):
    secret = program_of(cast.he).headers["Authorization"].partition(" ")[2]
    values = {"TOKEN": secret}
    found = examples(guide)

    assert len(found) == 6
    for example in found:
        told = run(example, Client(), values)
        assert told.status_code in (200, 201), (example, told.content)
        values.setdefault("NUMBER", told.json().get("number", ""))
        if not values["NUMBER"]:
            del values["NUMBER"]
