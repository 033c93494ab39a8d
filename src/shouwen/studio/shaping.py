"""Rules change their shape: one into two, two into one, and back again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.reading.source import Span
from shouwen.studio.actions import DecidedMeanwhileError, claim
from shouwen.studio.choices import Verdict, Way
from shouwen.studio.kept import suggestion_of
from shouwen.studio.models import Reshaping, Sentence, Suggestion
from shouwen.studio.rereading import cut_at, halves, read_anew


@transaction.atomic
def split(
    *, row: Suggestion, place: int, revision: int, by: Member, at: datetime
) -> tuple[Suggestion, Suggestion]:
    """Cut a proposed rule in two at a place of its quote; each half is read by itself.

    A half that says nothing by itself keeps the kind and waits to be filled in.
    """
    said = row.text.document.text[row.start : row.end]
    if cut_at(said, place) is None:
        raise RefusedError(_("Choose a place with words on both sides of it."), "place")
    done = Reshaping.objects.create(text=row.text, way=Way.SPLIT, by=by, at=at)
    claim(row, revision, replaced_in=done)
    first, second = halves(row.text.document.text, Span(row.start, row.end), place)
    return _half(row, first, done), _half(row, second, done)


def _half(row: Suggestion, span: Span, done: Reshaping) -> Suggestion:
    found = read_anew(row.text, row.clause, span)
    alike = [each for each in found if each.kind == row.kind] or list(found)
    if alike:
        made = suggestion_of(row.text, alike[0])
        made.actor = made.actor or row.actor
    else:
        made = Suggestion(text=row.text, kind=row.kind, actor=row.actor, sure="low", why="half")
    return _stand(made, row, span, done)


def _stand(made: Suggestion, row: Suggestion, span: Span, done: Reshaping) -> Suggestion:
    """Let a new rule stand in its place of the text, with the lead-in of the one it came from."""
    made.clause, made.start, made.end = row.clause, span.start, span.end
    made.quote = row.text.document.text[span.start : span.end]
    made.lead_start, made.lead_end = row.lead_start, row.lead_end
    made.made_in = done
    made.save(force_insert=True)
    return made


@transaction.atomic
def join(*, row: Suggestion, revision: int, by: Member, at: datetime) -> Suggestion:
    """Make one rule of a proposed one and what follows it in its clause, rule or sentence.

    What the first says counts; what it leaves open is taken from the second.
    """
    other = following(row)
    if other is None:
        raise RefusedError(_("Nothing follows in this clause that it could be joined with."))
    done = Reshaping.objects.create(text=row.text, way=Way.JOINED, by=by, at=at)
    claim(row, revision, replaced_in=done)
    _take(other, done)
    made = Suggestion(
        text=row.text, kind=row.kind, params=_together(row, other), sure=row.sure, why="joined",
        actor=row.actor or getattr(other, "actor", ""),
    )  # fmt: skip
    span = Span(min(row.start, other.start), max(row.end, other.end))
    return _stand(made, row, span, done)


def following(row: Suggestion) -> Suggestion | Sentence | None:
    """Return what stands next to a proposed rule in its clause and was not decided yet."""
    near: dict[str, Any] = {"text": row.text_id, "clause": row.clause, "verdict": Verdict.OPEN}
    rules = Suggestion.objects.filter(**near, start__gte=row.start).exclude(pk=row.pk)
    sentences = Sentence.objects.filter(**near, start__gte=row.start)
    later = [
        each for each in rules if (each.start, each.end, each.pk) > (row.start, row.end, row.pk)
    ]
    found = sorted([*later, *sentences], key=lambda each: (each.start, each.end))
    return found[0] if found else None


def _together(row: Suggestion, other: Suggestion | Sentence) -> dict[str, Any]:
    if not isinstance(other, Suggestion) or other.kind != row.kind:
        return dict(row.params)
    return {**other.params, **row.params}


def _take(other: Suggestion | Sentence, done: Reshaping) -> None:
    if isinstance(other, Suggestion):
        claim(other, other.revision, replaced_in=done)
    elif not Sentence.objects.filter(pk=other.pk, verdict=Verdict.OPEN).update(replaced_in=done):
        raise DecidedMeanwhileError(_("Somebody else decided about the next sentence meanwhile."))


@transaction.atomic
def undo(*, row: Suggestion) -> str:
    """Take a change of shape back and return where on the page the first stands that came back.

    Its parts go, what it replaced stands again as it was. Refuses while a part was decided about
    or changed its shape again.
    """
    done = row.made_in
    if done is None:
        raise RefusedError(_("This rule stands as it was read; there is nothing to undo."))
    parts = list(Suggestion.everything.select_for_update().filter(made_in=done))
    if any(part.replaced_in_id for part in parts):
        raise RefusedError(_("A part of it was split or joined again; undo that first."))
    if any(part.verdict != Verdict.OPEN for part in parts):
        raise RefusedError(_("A part of it was decided already; open it again first."))
    Suggestion.everything.filter(made_in=done).delete()
    rules = list(Suggestion.everything.filter(replaced_in=done).values_list("pk", flat=True))
    sentences = list(Sentence.everything.filter(replaced_in=done).values_list("pk", flat=True))
    Suggestion.everything.filter(pk__in=rules).update(replaced_in=None)
    Sentence.everything.filter(pk__in=sentences).update(replaced_in=None)
    done.delete()
    places = [*(f"rule-{pk}" for pk in rules), *(f"sentence-{pk}" for pk in sentences)]
    return places[0] if places else ""
