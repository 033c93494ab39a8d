"""Yes, no, or unknown: how conditions combine while some details are not recorded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from shouwen.policy.steps import Step


class Verdict(NamedTuple):
    """Whether something holds: True, False, or None while ``missing`` is not recorded."""

    holds: bool | None
    missing: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


YES = Verdict(holds=True)


def yes(*steps: Step) -> Verdict:
    """Return a clear yes with the steps that show it."""
    return Verdict(holds=True, steps=steps)


def no(*steps: Step) -> Verdict:
    """Return a clear no with the steps that show it."""
    return Verdict(holds=False, steps=steps)


def unknown(missing: str, step: Step) -> Verdict:
    """Return “not known yet” with the name of what is missing."""
    return Verdict(None, (missing,), (step,))


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Every one must hold. A clear no decides at once; otherwise what is unknown keeps it open."""
    steps: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()
    for verdict in verdicts:
        if verdict.holds is False:
            return verdict
        steps += verdict.steps
        missing += verdict.missing
    if missing:
        return Verdict(None, tuple(dict.fromkeys(missing)), steps)
    return Verdict(holds=True, steps=steps)


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """One must hold. A clear yes decides at once; otherwise what is unknown keeps it open."""
    steps: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()
    refused: tuple[Step, ...] = ()
    for verdict in verdicts:
        if verdict.holds:
            return verdict
        if verdict.holds is None:
            missing += verdict.missing
            steps += verdict.steps
        else:
            refused += verdict.steps
    if missing:
        return Verdict(None, tuple(dict.fromkeys(missing)), steps)
    return Verdict(holds=False, steps=refused)
