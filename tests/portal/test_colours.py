"""Whatever colour a department chooses, everything can be read, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import shouwen.portal
from shouwen.portal.choices import Accent
from tests.ui.test_contrast import contrast, tokens

pytestmark = pytest.mark.once

CSS = Path(shouwen.portal.__file__).parent / "static/portal/portal.css"
PAIRS = (
    ("act", "paper"), ("act", "card"), ("act", "act-bg"), ("act-strong", "card"),
    ("on-act", "act"), ("on-act", "act-strong"), ("ink", "act-bg"), ("soft", "act-bg"),
)  # fmt: skip


def colours(accent: str, theme: str) -> dict[str, str]:
    """Return the house's colours with those of an accent laid over them."""
    rule = rf'html\.accent-{accent}\[data-bs-theme="{theme}"\] \{{(.*?)\}}'
    own = re.search(rule, CSS.read_text())
    assert own is not None or accent == Accent.BLUE
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", own[1])) if own else {}
    return {**tokens(theme), **found}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("accent", Accent.values)
def test_each_accent_can_be_read(accent, theme):
    seen = colours(accent, theme)

    for ink, on in PAIRS:
        assert contrast(seen[ink], seen[on]) >= 4.5, (ink, on)
