"""Every address of the house with arguments to call it by, so that no new one is forgotten.

The list comes from the address table itself. A new address of a room whose arguments are known is
walked without anybody doing anything; one with an argument nobody gave a sample of is a fault that
says what to add here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

Samples = Mapping[str, list[dict[str, Any]]]
# Signing out or in as somebody else would end the walk; they show no record.
# A room that says nothing is asked for its first row, and for the small regulation's first rule.
ANY_ROOM: Mapping[str, Any] = {
    "pk": 1, "number": 1, "slug": "complaint-times", "rule": "answer", "regulation": "secrecy",
    "kind": "complaint", "key": "wang", "name": "secrecy", "period": "2026-11", "contact": 1,
    "contract": 1, "visit": 1, "sort": "fact", "record": "customer", "older": 1, "newer": 1,
}  # fmt: skip
LEFT_OUT = ("account_logout", "demo:sign_in", "set_language")


class UnsampledError(AssertionError):
    """An address takes an argument of which there is no sample."""


Pattern = tuple[str, tuple[str, ...]]


def every_pattern(*, unnamed: bool = False) -> Iterator[Pattern]:
    """Yield the name of each address with the names of its arguments."""
    for name, arguments in _table():
        if unnamed or name:
            yield name, arguments


@cache
def _table() -> tuple[Pattern, ...]:
    return tuple(_walk(get_resolver(), (), ()))


def _walk(
    resolver: URLResolver, names: tuple[str, ...], taken: tuple[str, ...]
) -> Iterator[Pattern]:
    for each in resolver.url_patterns:
        arguments = (*taken, *each.pattern.converters)
        if isinstance(each, URLResolver):
            inside = (*names, each.namespace) if each.namespace else names
            yield from _walk(each, inside, arguments)
        else:
            yield (":".join([*names, each.name]) if each.name else ""), arguments


def every_address(samples: Samples) -> list[str]:
    """Return every address to walk; raise UnsampledError where an argument has no sample."""
    found: dict[str, None] = {}
    for name, arguments in every_pattern():
        if name not in LEFT_OUT:
            found.update(dict.fromkeys(_addresses(name, arguments, samples)))
    return list(found)


def one_address(name: str, samples: Samples) -> str | None:
    """Return the address of this name with its first sample, None where it has none of ours."""
    arguments = next(taken for each, taken in every_pattern() if each == name)
    return next(iter(_addresses(name, arguments, samples)), None)


def _addresses(name: str, arguments: tuple[str, ...], samples: Samples) -> Iterable[str]:
    if not arguments:
        return _reversed(name, {})
    room = name.partition(":")[0]
    rows = [{**ANY_ROOM, **row} for row in samples.get(name, samples.get(room, [{}]))]
    missing = [each for each in arguments if any(each not in row for row in rows)]
    if missing:
        raise UnsampledError(
            f"The address {name} takes {', '.join(missing)}: add a sample of it under “{room}” in "
            "_other_samples() of tests/access/test_no_leak.py, so that it is searched for leaks."
        )
    return [
        address for row in rows for address in _reversed(name, {key: row[key] for key in arguments})
    ]


def _reversed(name: str, arguments: dict[str, Any]) -> list[str]:
    try:
        return [reverse(name, kwargs=arguments)]
    except NoReverseMatch:
        # An address of a library made of a pattern; it takes no name of ours.
        return []
