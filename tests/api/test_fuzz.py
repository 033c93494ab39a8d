"""Every operation with data that fits and data that does not: no fault, answers as described."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests
import schemathesis
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi import checks

from shouwen.cases import actions as cases
from shouwen.customers import actions as customers
from shouwen.site.api import description
from tests.api.conftest import Program, program_of
from tests.cast import Cast

pytestmark = pytest.mark.once
EXAMPLES = 2
load_all_checks()
CHECKS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


@pytest.fixture
def house(cast: Cast, settings: Any) -> dict[str, Any]:
    """Return a house with one case and one customer, by the names addresses call them."""
    settings.SHOUWEN_API_PER_MINUTE = 1_000_000
    now = timezone.now()
    customer = customers.add_customer(name="刘女士", at=now, actor=cast.wang)
    case = cases.open_case(
        case_type="complaint", title="楼道漏水", customer=customer, at=now, recorded_at=now,
        actor=cast.he,
    ).case  # fmt: skip
    return {"number": case.number, "customer": customer.pk}


def known(path: str, house: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in an address that leads somewhere."""
    if path.startswith("/api/v1/cases/{number}"):
        return {"number": house["number"]}
    if path.startswith("/api/v1/customers/{pk}"):
        return {"pk": house["customer"]}
    if path.startswith(("/api/v1/facts/{number}", "/api/v1/obligations/{pk}")):
        return {"number": 1} if "number" in path else {"pk": 1}
    return {}


def answer(program: Program, case: Any) -> schemathesis.Response:
    """Send a made-up request and return the answer the way the checks read it."""
    asked = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    own = ("Content-Length", "Content-Type")
    headers = {name: str(value) for name, value in asked.headers.items() if name not in own}
    told = program.client.generic(
        str(asked.method), asked.path_url, asked.body or b"",
        str(asked.headers.get("Content-Type", "application/json")),
        headers={**headers, **program.headers},
    )  # fmt: skip
    return schemathesis.Response(
        status_code=told.status_code,
        headers={name.lower(): [value] for name, value in told.items()},
        content=told.content,
        request=asked,
        elapsed=0.0,
        verify=False,
    )


# Ending one's own token or account ends the trial.
LEFT_OUT = ("members_revoke_token", "members_close")


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_operation_fails_whatever_it_is_sent(cast, house, mode):
    program = program_of(cast.he)
    schema = schemathesis.openapi.from_dict(dict(description()))
    faults: list[str] = []
    for result in schema.get_all_operations():
        try_out(result.ok(), mode, program, house, faults)

    assert not faults, "\n".join(faults)


def try_out(operation: Any, mode: Any, program: Program, house: Any, faults: list[str]) -> None:
    if operation.definition.raw["operationId"] in LEFT_OUT:
        return
    fixed = known(operation.path, house) if mode is GenerationMode.POSITIVE else {}

    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(mode, path_parameters=fixed or None))
    def send(case: Any) -> None:
        told = answer(program, case)
        if told.status_code >= 500:
            faults.append(
                f"{operation.label}: {told.status_code} {case.body!r} {told.content[:300]!r}"
            )
            return
        try:
            case.validate_response(told, checks=CHECKS)
        except BaseException as fault:  # noqa: BLE001 every fault is told at once
            faults.append(f"{operation.label}: {fault}"[:700])

    try:
        send()
    except Exception as fault:  # noqa: BLE001 the same
        faults.append(f"{operation.label}: cannot be tried: {fault!r}"[:500])


def test_nobody_gets_anything_without_a_token(db, client):
    paths: Any = description()["paths"]
    wrong = []
    for path, each in paths.items():
        for method in each:
            address = re.sub(r"{\w+}", "1", path.replace("{period}", "2026-11"))
            told = client.generic(method.upper(), address, "{}", "application/json")
            if told.status_code != 401:
                wrong.append((method, path, told.status_code))

    assert wrong == []


def test_no_operation_is_open_to_a_token_of_another_noun(cast, settings):
    settings.SHOUWEN_API_PER_MINUTE = 1_000_000
    paths: Any = description()["paths"]
    other = {
        scope: program_of(cast.he, "webhooks:read")
        for scope in {op["x-scope"] for each in paths.values() for op in each.values()}
    }
    wrong = []
    for path, each in paths.items():
        for method, op in each.items():
            address = re.sub(r"{\w+}", "1", path.replace("{period}", "2026-11"))
            told = other[op["x-scope"]].send(address.removeprefix("/api/v1"), method=method)
            if told.status_code != 403 or told.json().get("scope") != op["x-scope"]:
                wrong.append((method, path, told.status_code))

    assert wrong == []
