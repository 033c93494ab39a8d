"""What every test of the obligations begins with."""

from __future__ import annotations

import pytest

from shouwen.obligations import actions
from tests.floors import MONDAY, a_version, member, owing, recorded


@pytest.fixture
def version(cast):
    return a_version(cast.he)


@pytest.fixture
def open_(cast, version):
    """Return a function that opens an obligation of 小王's under the version."""

    def opening(once_key="", fact=None, owner=cast.wang, team=None, **ruling):
        return actions.open_from(
            ruling=owing(member(cast.wang), **ruling),
            fact_row=fact or recorded(),
            version_id=version.pk,
            owner=owner,
            team=team,
            once_key=once_key,
            at=MONDAY,
        )

    return opening
