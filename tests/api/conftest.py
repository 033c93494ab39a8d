"""Callers of the API: programs with a member's token."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shouwen.api import actions
from shouwen.api.choices import SCOPES
from shouwen.people.models import Member
from tests.cast import Cast


@dataclass
class Program:
    """A program that acts for one member."""

    client: Client
    headers: dict[str, str]

    def get(self, address: str, **headers: str) -> Any:
        """Read an address below /api/v1."""
        return self.client.get(f"/api/v1{address}", headers={**self.headers, **headers})

    def send(self, address: str, body: Any = None, method: str = "post", **headers: str) -> Any:
        """Send JSON to an address below /api/v1."""
        text = body if isinstance(body, str | bytes) else json.dumps(body or {})
        return self.client.generic(
            method.upper(), f"/api/v1{address}", text, "application/json",
            headers={**self.headers, **{k.replace("_", "-"): v for k, v in headers.items()}},
        )  # fmt: skip


def program_of(member: Member, *scopes: str, days: int = 30, at: Any = None) -> Program:
    """Return a program with a token for these scopes, all if none is named."""
    _token, secret = actions.make_token(
        member=member, name="test", scopes=scopes or SCOPES, days=days, at=at or timezone.now()
    )
    return Program(Client(), {"Authorization": f"Bearer {secret}", "Accept-Language": "en"})


@pytest.fixture
def he(cast: Cast) -> Program:
    """The manager's program, good for everything."""
    return program_of(cast.he)


@pytest.fixture
def wang(cast: Cast) -> Program:
    """The agent's program, good for everything she may do."""
    return program_of(cast.wang)


def cost_of(program: Program, address: str) -> int:
    """Return how many queries a list costs once what is kept for a while is kept."""
    program.get(address)
    with CaptureQueriesContext(connection) as counted:
        answer = program.get(address)
    assert answer.status_code == 200, answer.content
    return len(counted)
