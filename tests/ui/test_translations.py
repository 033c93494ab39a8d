"""The room's Chinese is complete."""

from pathlib import Path

from babel.messages.pofile import read_po

import shouwen.ui

PO = Path(shouwen.ui.__file__).parent / "locale/zh_Hans/LC_MESSAGES/django.po"


def test_every_text_has_its_chinese():
    with PO.open("rb") as source:
        catalogue = read_po(source)

    lacking = [m.id for m in catalogue if m.id and (m.fuzzy or not all([m.string]))]
    assert lacking == []
    assert len(catalogue) > 200
