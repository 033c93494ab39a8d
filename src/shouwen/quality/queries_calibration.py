"""Rows of calibration: marks side by side, how far checkers agree, and its drift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shouwen.enforcement.words import of_language
from shouwen.policy.quality.agreement import Agreement, Leaning, agreement, leanings
from shouwen.quality import cards
from shouwen.quality.models import Calibration, CardVersion, Marking
from shouwen.quality.queries import PAGE


def calibrations() -> list[Calibration]:
    """List calibrations, the newest first."""
    found = Calibration.objects.select_related("version", "begun_by")
    return list(found.order_by("-pk")[:PAGE])


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAgreement:
    """How far the checkers agree on one line."""

    name: str
    found: Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A calibration's marks side by side; ``rows`` have a score for each checker."""

    checkers: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    points: Agreement
    lines: tuple[LineAgreement, ...]
    leanings: tuple[Leaning, ...]
    waiting: int


def compared(calibration: Calibration) -> Compared:
    """Return how far the checkers of a calibration agree, by score and by line, in one query."""
    found = list(calibration.markings.select_related("case", "checker").order_by("case", "checker"))
    cases = list(dict.fromkeys(one.case.number for one in found))
    checkers = {one.checker.username: one.checker.name for one in found}
    by = {(one.case.number, one.checker.username): one for one in found if one.marked_at}
    table: dict[str, list[float | None]] = {
        key: [_points(by.get((case, key))) for case in cases] for key in checkers
    }
    rows = tuple(
        (case, tuple(cards.points_text(_decimal(by.get((case, key)))) for key in checkers))
        for case in cases
    )
    return Compared(
        checkers=tuple(checkers.values()), rows=rows,
        points=agreement(table, level="interval"),
        lines=tuple(_agreed(calibration.version, cases, list(checkers), by)),
        leanings=tuple(
            Leaning(checker=checkers[one.checker], by=one.by, shared=one.shared)
            for one in leanings(table)
        ),
        waiting=sum(one.marked_at is None for one in found),
    )  # fmt: skip


def _decimal(marking: Marking | None) -> Decimal | None:
    return marking.points if marking else None


def _points(marking: Marking | None) -> float | None:
    return None if marking is None or marking.points is None else float(marking.points)


def _agreed(
    version: CardVersion, cases: Sequence[str], checkers: Sequence[str],
    by: Mapping[tuple[str, str], Marking],
) -> Iterable[LineAgreement]:  # fmt: skip
    for line in cards.lines_of(version):
        marks = {
            key: [_earned(by.get((case, key)), line.key) for case in cases] for key in checkers
        }
        name = of_language((line.name, line.name_en or line.name))
        yield LineAgreement(name=name, found=agreement(marks))


def _earned(marking: Marking | None, key: str) -> float | None:
    if marking is None:
        return None
    share = cards.EARNED.get(str(marking.marks.get(key, {}).get("earned")))
    return None if share is None else float(share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How far checkers agreed in one calibration after another."""

    calibration: Calibration
    found: Agreement


def drift_of(rounds: Sequence[Calibration]) -> list[Drift]:
    """Return the agreement of each calibration by score, in the order given, in one query."""
    marks: dict[int, dict[str, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    cases: dict[int, dict[int, None]] = defaultdict(dict)
    rows = Marking.objects.filter(calibration__in=rounds, points__isnull=False)
    for row in rows.values_list("calibration", "checker__username", "case", "points"):
        calibration, checker, case, points = row
        marks[calibration][checker][case] = float(points or 0)
        cases[calibration][case] = None
    return [
        Drift(
            calibration=one,
            found=agreement(
                {who: [m.get(c) for c in cases[one.pk]] for who, m in marks[one.pk].items()},
                level="interval",
            ),
        )
        for one in rounds
    ]
