"""What was confirmed of a found regulation as the text of a draft."""

from __future__ import annotations

from datetime import date

from shouwen.documents.names import slug_of
from shouwen.policy.reading.writing.regulation_text import regulation_text
from shouwen.studio.choices import Verdict
from shouwen.studio.kept import proposal_of, tree_of
from shouwen.studio.models import FoundText
from shouwen.studio.words import words_for


def draft_text(text: FoundText, in_force: date) -> str:
    """Return the regulation file: every clause as printed, below it the rules that were confirmed.

    Sentences kept as notes stand in the file as notes with their reason.
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
        in_force=in_force,
        words=words_for(slug, text.title),
    )
    return written.text
