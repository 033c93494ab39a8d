"""What the regulations made of a step, in words for the page.

Rows are plain data, so that they survive the redirect after a form without script.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypedDict

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwen.cases.actions import Done
from shouwen.cases.addresses import why_address
from shouwen.cases.standing_still import clock_sentence
from shouwen.enforcement.actions import Outcome
from shouwen.knowledge.reasons import reasons
from shouwen.obligations.queries import ObligationRow
from shouwen.policy.amounts import Quantity
from shouwen.policy.rulings import Measure, Obligation, Ruling
from shouwen.policy.rulings import Unknown as UnknownRuling
from shouwen.policy.vocabulary import BASE
from shouwen.ui import words


class SaidRow(TypedDict):
    """One thing a clause said: ``tone`` and ``icon`` for the eye, ``href`` leads to the why."""

    text: str
    small: str
    tone: str
    icon: str
    clause: str
    title: str
    href: str


class Said(TypedDict):
    """The headline and the rows below it; without rows the regulations had nothing to say."""

    headline: str
    rows: list[SaidRow]


def said(done: Done, now: datetime) -> Said:
    """Say what the regulations made of a step that was just taken."""
    outcome = done.outcome
    if outcome is None or outcome.repeated:
        return Said(headline=_("This was recorded before; nothing was changed."), rows=[])
    rows = [*_held(outcome), *_opened(outcome, now), *_met(outcome, now)]
    rows += [*_found(outcome), *_moved(outcome), *_asked(outcome)]
    return Said(headline=_headline(outcome, clock_sentence(done)), rows=rows)


def said_together(done: Sequence[Done], name: str, now: datetime) -> Said:
    """Say what the regulations made of several steps that were taken together under a name."""
    if not done:
        return Said(headline=_("This was recorded before; nothing was changed."), rows=[])
    steps = [said(each, now) for each in done]
    sentence = ngettext(
        "“%(name)s”: %(count)s step was taken.", "“%(name)s”: %(count)s steps were taken.",
        len(done),
    )  # fmt: skip
    lines = [sentence % {"name": name, "count": len(done)}]
    if done[-1].waits:
        lines.append(_("The last one waits for signatures, and what comes after it was left."))
    rows = [row for each in steps for row in each["rows"]]
    return Said(headline=" ".join(lines), rows=rows)


def _headline(outcome: Outcome, clocks: str) -> str:
    parts = [clocks] if clocks else []
    if outcome.held:
        parts.append(_("This waits for signatures; it has not happened yet."))
    if outcome.opened:
        parts.append(
            ngettext(
                "%(count)s time limit has started to run.",
                "%(count)s time limits have started to run.",
                len(outcome.opened),
            )
            % {"count": len(outcome.opened)}
        )
    if outcome.met:
        parts.append(
            ngettext("%(count)s duty is done.", "%(count)s duties are done.", len(outcome.met))
            % {"count": len(outcome.met)}
        )
    return " ".join(parts) or _("Recorded.")


def duty_in_words(duty: str, duty_en: str) -> str:
    """Return a duty in the reader's language, the regulation's own words failing that."""
    chinese = (translation.get_language() or "").startswith("zh")
    return duty if chinese or not duty_en else duty_en


def _soonest_row(row: ObligationRow) -> tuple[bool, float]:
    return row.due_at is None, row.due_at.timestamp() if row.due_at else 0.0


def _opened(outcome: Outcome, now: datetime) -> Iterable[SaidRow]:
    for row in sorted(outcome.opened, key=_soonest_row):
        small = words.due_time(row.due_at, now) if row.due_at else _("no time limit")
        yield SaidRow(
            text=duty_in_words(row.duty, row.duty_en),
            small=small,
            tone="act",
            icon="clock",
            clause=row.clause_number,
            title=row.title,
            href=why_address("obligation", row.pk),
        )


def _met(outcome: Outcome, now: datetime) -> Iterable[SaidRow]:
    for row in outcome.met:
        due = words.due_time(row.due_at, now) if row.due_at else ""
        late = _("done late, due %(time)s") if row.late else _("done in time, due %(time)s")
        yield SaidRow(
            text=duty_in_words(row.duty, row.duty_en),
            small=late % {"time": due} if due else _("done; it had no time limit"),
            tone="late" if row.late else "fine",
            icon="check-circle",
            clause=row.clause_number,
            title=row.title,
            href=why_address("obligation", row.pk),
        )


def _moved(outcome: Outcome) -> Iterable[SaidRow]:
    for row in outcome.moved:
        amount = Quantity(row.unit, row.parts)
        yield SaidRow(
            text=_("%(amount)s %(unit)s entered into the ledger")
            % {"amount": words.figure(amount), "unit": words.unit_name(amount)},
            small="",
            tone="soon",
            icon="cash-coin",
            clause=row.clause_number,
            title=row.title,
            href=why_address("transfer", row.pk),
        )


def _found(outcome: Outcome) -> Iterable[SaidRow]:
    """Say what was found wrong with the words of a reply."""
    for ruling in outcome.rulings:
        if isinstance(ruling, Measure):
            for reason in reasons(ruling):
                row = _about(ruling, reason, "soon", "chat-quote")
                row["href"] = reverse("knowledge:rule", args=[ruling.cites.regulation, ruling.rule])
                yield row


def _asked(outcome: Outcome) -> Iterable[SaidRow]:
    for ruling in outcome.rulings:
        if isinstance(ruling, UnknownRuling):
            yield _about(ruling, _missing(ruling), "soon", "question-circle")


def _missing(ruling: UnknownRuling) -> str:
    chinese = (translation.get_language() or "").startswith("zh")
    names = [
        BASE.detail_labels("case_opened", name)[0 if chinese else 1] for name in ruling.missing
    ]
    return _("Not decided until somebody records: %(missing)s") % {"missing": _(", ").join(names)}


def _held(outcome: Outcome) -> Iterable[SaidRow]:
    if outcome.held is None:
        return
    row = outcome.held
    yield SaidRow(
        text=_("Signatures were asked for"),
        small="",
        tone="soon",
        icon="pen",
        clause=row.clause_number,
        title=row.title,
        href=why_address("request", row.pk),
    )


def _about(ruling: Ruling, text: str, tone: str, icon: str) -> SaidRow:
    return SaidRow(
        text=text,
        small="",
        tone=tone,
        icon=icon,
        clause=ruling.cites.number,
        title=ruling.cites.title,
        href="",
    )


def _soonest(ruling: Ruling) -> tuple[bool, float]:
    due_at = getattr(ruling, "due_at", None)
    return due_at is None, due_at.timestamp() if due_at else 0.0


def foreseen(rulings: Iterable[Ruling], duties: dict[str, str], now: datetime) -> list[SaidRow]:
    """Say what the regulations would make of a fact that has not been recorded yet."""
    rows = []
    for ruling in sorted(rulings, key=_soonest):
        if isinstance(ruling, Obligation):
            duty = duty_in_words(ruling.duty, duties.get(ruling.rule, ""))
            row = _about(ruling, duty, "act", "clock")
            row["small"] = (
                words.due_time(ruling.due_at, now) if ruling.due_at else _("no time limit")
            )
            rows.append(row)
        elif isinstance(ruling, UnknownRuling):
            rows.append(_about(ruling, _missing(ruling), "soon", "question-circle"))
    return rows
