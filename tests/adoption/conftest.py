"""What the tests of adoption may ask for by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from shouwen.regulations import actions
from shouwen.regulations.models import Version
from tests.cast import Cast

AT = datetime(2024, 1, 1, 1, tzinfo=UTC)


@pytest.fixture
def adopt(cast: Cast) -> Callable[..., Version]:
    """Return how 何经理 adopts a text; faults fail the test."""

    def adopted(text: str, at: datetime = AT) -> Version:
        version = actions.adopt(text=text, file_name="replies.md", by=cast.he, at=at)
        assert isinstance(version, Version), version
        return version

    return adopted
