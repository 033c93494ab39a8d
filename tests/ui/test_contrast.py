"""Every pair of colours that people read passes WCAG AA, in light and in dark."""

import re
from pathlib import Path

import pytest

import shouwen.ui

CSS = Path(shouwen.ui.__file__).parent / "static/ui/shouwen.css"
SURFACES = ("paper", "card", "hover", "hair")
TEXT = [
    *[(ink, on) for ink in ("ink", "soft") for on in (*SURFACES, "act-bg", "seal-bg", "soon-bg")],
    *[("faint", on) for on in ("paper", "card", "hover", "act-bg")],
    *[(tone, on) for tone in ("act", "fine", "soon", "late") for on in ("paper", "card", "hover")],
    *[(tone, f"{tone}-bg") for tone in ("act", "fine", "soon", "late", "seal")],
    ("seal", "card"),
    ("act-strong", "card"),
    ("on-act", "act"),
    ("on-act", "act-strong"),
    ("on-late", "late"),
    ("on-late", "late-strong"),
]
EDGES = [("edge", "card"), ("edge", "paper"), ("act", "card"), ("late", "card")]


def tokens(theme: str) -> dict[str, str]:
    block = re.search(rf'\[data-bs-theme="{theme}"\] \{{(.*?)\}}', CSS.read_text(), re.DOTALL)
    assert block is not None
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block[1]))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "on"), TEXT)
def test_text_can_be_read(theme, ink, on):
    colours = tokens(theme)

    assert contrast(colours[ink], colours[on]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "on"), EDGES)
def test_edges_of_controls_can_be_seen(theme, edge, on):
    colours = tokens(theme)

    assert contrast(colours[edge], colours[on]) >= 3
