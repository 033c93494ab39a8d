"""What was decided of a found regulation as a file, with what people typed into it laid over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from shouwen.documents.names import slug_of
from shouwen.policy.reading.first_day import first_day
from shouwen.policy.reading.writing.regulation_text import regulation_text
from shouwen.studio.choices import Verdict
from shouwen.studio.kept import proposal_of, tree_of
from shouwen.studio.merging import merged
from shouwen.studio.models import FoundText
from shouwen.studio.words import words_for


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """The regulation file of a found text as it stands.

    ``decided`` is what the decisions alone make of it, ``blocks`` the text and the name of each
    confirmed rule's block in that, by the rule's row.
    """

    text: str
    decided: str
    blocks: Mapping[int, tuple[str, str]]

    @property
    def is_typed(self) -> bool:
        """Whether anything in it was typed by a person."""
        return self.text != self.decided


def first_day_of(text: FoundText) -> date:
    """Return the day a found regulation names as its first, else the day after it was read."""
    later = timezone.localdate(text.document.brought_at) + timedelta(days=1)
    return first_day(tree_of(text)) or later


def file_of(text: FoundText) -> File:
    """Return the regulation file: every clause as printed, below it the rules that were confirmed.

    Sentences kept as notes stand in it as notes with their reason. What somebody typed into the
    file stays; where they changed the words of a rule, theirs stand.
    """
    accepted = list(text.suggestions.filter(verdict=Verdict.ACCEPTED))
    noted = [*text.suggestions.filter(verdict=Verdict.NOTE)]
    noted_sentences = list(text.sentences.filter(verdict=Verdict.NOTE))
    slug = slug_of(text.title)
    source = text.document.text
    written = regulation_text(
        tree_of(text),
        [proposal_of(row) for row in accepted],
        notes=[
            *((row.clause, row.quote) for row in noted),
            *((row.clause, source[row.start : row.end]) for row in noted_sentences),
        ],
        slug=slug,
        in_force=first_day_of(text),
        words=words_for(slug, text.title),
    )
    typed = bool(text.file)
    return File(
        text=merged(text.file_base, text.file, written.text).text if typed else written.text,
        decided=written.text,
        blocks={
            row.pk: (block.text, block.rule)
            for row, block in zip(accepted, written.blocks, strict=True)
        },
    )
