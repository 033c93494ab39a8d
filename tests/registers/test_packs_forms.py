"""Every form of the bundled regulations opens as a register and can be filled in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from shouwen.regulations.models import RuleRow
from tests.cast import Cast
from tests.registers.conftest import adopted, signed_in

PACKS = Path(__file__).parents[2] / "src/shouwen/packs"
WITH_FORMS = [f for f in sorted(PACKS.glob("*.md")) if "kind: form" in f.read_text("utf-8")]


def pages(client: Client, home: str) -> list[int]:
    """Open what the register shows, and send the form empty."""
    opened = [client.get(f"{home}{page}").status_code for page in ("", "about/")]
    new = client.get(f"{home}new/")
    if new.status_code == 404:
        # A room of its own records this, so it is only listed here.
        return [*opened, 422]
    token = {"idempotency_key": "empty", "happened_at": ""}
    return [*opened, client.post(f"{home}new/", token).status_code]


@pytest.mark.once
@pytest.mark.parametrize("file", WITH_FORMS, ids=lambda file: file.stem)
def test_every_form_of_the_pack_opens_and_says_what_is_missing(cast: Cast, file: Path) -> None:
    version = adopted(cast, file.read_text("utf-8"))
    forms = RuleRow.objects.filter(version=version, kind="form").values_list("rule_id", flat=True)

    # The words are the pack's own in either language, so the forms take turns.
    readers = [signed_in(cast.he, language) for language in ("zh-hans", "en")]
    for number, rule in enumerate(forms):
        home = f"/registers/{version.regulation.slug}/{rule}/"
        assert pages(readers[number % 2], home) == [200, 200, 422], rule
