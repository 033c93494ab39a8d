"""Writes the steps of a deadline from the very days and parts it was computed with.

Ordinary weekends are not mentioned. Holidays, make-up days and the company's own days are, when
they changed something; whole days in between are added up into one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, tzinfo

from shouwen.policy.calendar.days import Day, DayBook
from shouwen.policy.calendar.hours import intervals_text
from shouwen.policy.calendar.instants import SECOND, to_moment
from shouwen.policy.calendar.working import Part, Pause
from shouwen.policy.steps import Step, Value

# More named days than this are added up instead of listed.
_LISTED = 12

_CODES = {
    "holiday": "calendar.holiday",
    "closed": "calendar.closed",
    "make_up": "calendar.make_up",
    "opened": "calendar.opened",
    "hours": "calendar.hours",
}


def iso(instant: int, zone: tzinfo) -> str:
    """Return an instant as ISO 8601 with the offset of ``zone``."""
    return to_moment(instant, zone).isoformat()


def provisional_steps(book: DayBook, first: int, last: int) -> list[Step]:
    """Return the warning that the notice for these dates is not published yet, if so."""
    if not book.provisional(first, last):
        return []
    return [Step("calendar.provisional", {"year": date.fromordinal(last).year})]


def standard_day_step(book: DayBook, written: str, worth: int) -> Step:
    """Return the line that says what N working days' worth of opening time is."""
    hours = ",".join(intervals_text(book.week[book.like]))
    seconds = worth // SECOND
    return Step("calendar.standard_days", {"length": written, "hours": hours, "seconds": seconds})


def named_days(book: DayBook, first: int, last: int) -> list[Step]:
    """Return a line for each holiday, make-up day and company day in a range of dates."""
    noted = [d for d in map(book.on, range(first, last + 1)) if d.note]
    runs = [run for run in _runs(noted) if any(d.usual or d.spans for d in run)]
    if len(runs) > _LISTED:
        return _added_up(runs)
    return [_named(run) for run in runs]


def _runs(days: Iterable[Day]) -> Iterator[list[Day]]:
    """Group neighbouring dates with the same note and name."""
    run: list[Day] = []
    for day in days:
        if run and not _continues(run[-1], day):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _continues(before: Day, day: Day) -> bool:
    same = (before.note, before.name, before.hours) == (day.note, day.name, day.hours)
    return same and day.day.toordinal() - before.day.toordinal() == 1


def _named(run: Sequence[Day]) -> Step:
    values: dict[str, Value] = {"day": run[0].day.isoformat(), "name": run[0].name}
    if run[0].note == "hours":
        values["hours"] = ",".join(intervals_text(run[0].hours))
    code = _CODES[run[0].note] + ("_named" if run[0].name else "")
    if len(run) > 1:
        return Step(code + "_run", {**values, "last": run[-1].day.isoformat()})
    return Step(code, values)


def _added_up(runs: Sequence[Sequence[Day]]) -> list[Step]:
    closed = sum(len(run) for run in runs if not run[0].spans)
    opened = sum(len(run) for run in runs if run[0].spans)
    ends = {"day": runs[0][0].day.isoformat(), "last": runs[-1][-1].day.isoformat()}
    return [Step("calendar.many_named", {**ends, "closed": closed, "opened": opened})]


def working_steps(
    book: DayBook, start: int, parts: Sequence[Part], pauses: Sequence[Pause] = ()
) -> list[Step]:
    """Return the lines of an opening-time computation in the order the time was used."""
    steps: list[Step] = []
    rest = [part for part in parts if part.used]
    stops = [p for p in pauses if p[1] is None or p[1] > start]
    if rest:
        steps += _opening_step(book, start, rest[0], stops)
    for pause in stops:
        begun = [part for part in rest if part.until <= pause[0]]
        rest = rest[len(begun) :]
        if not rest and pause[1] is not None:
            return steps + _stretch(book, begun)
        steps += [*_stretch(book, begun), pause_step(book, pause)]
    return steps + _stretch(book, rest)


def _opening_step(book: DayBook, start: int, part: Part, stops: Sequence[Pause]) -> list[Step]:
    """Say when the clock began if the house was closed at the start."""
    begins = next((o for o, c in part.day.spans if c > start), start)
    paused = any(p[0] <= begins for p in stops)
    if begins <= start or paused:
        return []
    return [Step("calendar.from_opening", {"at": iso(begins, book.zone)})]


def pause_step(book: DayBook, pause: Pause) -> Step:
    """Return the line of one pause."""
    begins = iso(pause[0], book.zone)
    if pause[1] is None:
        return Step("calendar.paused", {"paused": begins})
    return Step("calendar.pause", {"paused": begins, "resumed": iso(pause[1], book.zone)})


def _stretch(book: DayBook, parts: Sequence[Part]) -> list[Step]:
    """Return first day, named days, whole days in between, last day."""
    if not parts:
        return []
    head, last = parts[0], parts[-1]
    if len(parts) == 1:
        return [*_own_name(book, head), _used(book, head)]
    between = parts[1:-1]
    named = named_days(book, head.day.day.toordinal() + 1, last.day.day.toordinal())
    whole = [_whole(between)] if between else []
    return [*_own_name(book, head), _rest(book, head), *named, *whole, _used(book, last)]


def _own_name(book: DayBook, part: Part) -> list[Step]:
    ordinal = part.day.day.toordinal()
    return named_days(book, ordinal, ordinal)


def _part(book: DayBook, part: Part) -> dict[str, Value]:
    used = part.used // SECOND
    return {"day": part.day.day.isoformat(), "seconds": used, "until": iso(part.until, book.zone)}


def _rest(book: DayBook, part: Part) -> Step:
    return Step("calendar.rest_of_day", _part(book, part))


def _used(book: DayBook, part: Part) -> Step:
    return Step("calendar.used_of_day", _part(book, part))


def _whole(parts: Sequence[Part]) -> Step:
    first, last = parts[0].day.day.isoformat(), parts[-1].day.day.isoformat()
    seconds = sum(part.used for part in parts) // SECOND
    if len(parts) == 1:
        return Step("calendar.whole_day", {"day": first, "seconds": seconds})
    values: dict[str, Value] = {"day": first, "last": last, "days": len(parts), "seconds": seconds}
    return Step("calendar.whole_days", values)


def backward_steps(book: DayBook, parts: Sequence[Part], reached: int) -> list[Step]:
    """Return the lines of opening time counted back, the latest day first."""
    used = [part for part in parts if part.used]
    if not used:
        return []
    named = named_days(book, used[-1].day.day.toordinal(), used[0].day.day.toordinal())
    seconds = sum(part.used for part in used) // SECOND
    back: dict[str, Value] = {"seconds": seconds, "at": iso(reached, book.zone)}
    return [*named, Step("calendar.counted_back", back)]
