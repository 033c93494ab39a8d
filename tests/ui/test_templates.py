"""House-wide: no template carries what the content policy forbids, and every icon exists."""

import re
from pathlib import Path

import pytest

import shouwen
from shouwen.ui import nav

ROOMS = Path(shouwen.__file__).parent
TEMPLATES = sorted([*ROOMS.glob("*/templates/**/*.html"), *ROOMS.glob("*/templates/**/*.svg")])
NAMES = [str(path.relative_to(ROOMS)) for path in TEMPLATES]
SPRITE = (ROOMS / "ui/static/ui/vendor/bootstrap-icons.svg").read_text()
ICONS = set(re.findall(r'\bid="([a-z0-9-]+)"', SPRITE))

FORBIDDEN = {
    "an inline style": r"<[^>{%]*\sstyle\s*=",
    "a style element": r"<style\b",
    "an inline script": r"<script(?![^>]*\b(?:src=|type=\"application/json\"))",
    "an event handler": r"<[a-z][^>]*\son[a-z]+\s*=",
    "an htmx handler, which needs eval": r"\bhx-on[:=-]",
    "an evaluated htmx value": r"=[\"']js(?:on)?:",
    "an htmx trigger filter, which needs eval": r"hx-trigger=\"[^\"]*\[",
    "a javascript address": r"javascript:",
    "an address outside the house": r"(?:src|href)=[\"']https?://(?![^\"']*\{)",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_carries_nothing_the_content_policy_forbids(path):
    text = path.read_text()

    found = [what for what, sign in FORBIDDEN.items() if re.search(sign, text, re.IGNORECASE)]

    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_every_icon_is_in_the_sprite(path):
    text = path.read_text()
    named = re.findall(r'\{% icon "([^"]+)"', text) + re.findall(r'icon_name="([^"]+)"', text)

    assert set(named) - ICONS == set()


def test_every_icon_of_the_navigation_is_in_the_sprite():
    assert {entry.icon for entry in nav._entries.values()} - ICONS == set()


def test_our_scripts_use_no_eval():
    for script in (ROOMS / "ui/static/ui").glob("*.js"):
        assert not re.search(r"\beval\(|new Function", script.read_text()), script.name
