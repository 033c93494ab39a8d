"""Whether a member may read documents in; to others they are not there."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.http import Http404

from shouwen.adoption.gates import ADOPT
from shouwen.people.gates import may
from shouwen.people.models import Member
from shouwen.studio.models import Document, FoundText, Sentence, Suggestion

Row = TypeVar("Row", Document, FoundText, Suggestion, Sentence)


def document_open_to(member: Member, pk: int, on: date) -> Document:
    """Return a document, without its bytes, to whoever may adopt regulations."""
    _require(member, on)
    return _found(Document.objects.defer("original").filter(pk=pk).first())


def text_open_to(member: Member, pk: int, on: date) -> FoundText:
    """Return a regulation found in a document to whoever may adopt regulations."""
    _require(member, on)
    rows = FoundText.objects.select_related("document").defer("document__original")
    return _found(rows.filter(pk=pk).first())


def suggestion_open_to(member: Member, pk: int, on: date) -> Suggestion:
    """Return a proposed rule, or one that was replaced, to whoever may adopt regulations."""
    _require(member, on)
    rows = Suggestion.everything.select_related("text__document", "made_in")
    return _found(rows.defer("text__document__original").filter(pk=pk).first())


def sentence_open_to(member: Member, pk: int, on: date) -> Sentence:
    """Return an uncovered sentence to whoever may adopt regulations."""
    _require(member, on)
    rows = Sentence.everything.select_related("text__document")
    return _found(rows.defer("text__document__original").filter(pk=pk).first())


def _require(member: Member, on: date) -> None:
    if not may(member, ADOPT, on):
        raise Http404


def _found(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
