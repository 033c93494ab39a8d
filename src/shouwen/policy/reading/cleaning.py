"""Undoing what the way to us did to a document; every repair is listed and can be put back.

Nothing is invented: a repair takes away what a web page or a printer put in, or writes the same
character in its simplified or half-width form. What is no part of a regulation stays in the text
and is marked as left out.
"""

from __future__ import annotations

from collections.abc import Callable

from shouwen.policy.reading.cleaning_bytes import Sounds, torn
from shouwen.policy.reading.cleaning_draft import Draft
from shouwen.policy.reading.cleaning_figures import lost_figures, spaced_figures
from shouwen.policy.reading.cleaning_letters import half_width, in_simplified, without_pinyin
from shouwen.policy.reading.cleaning_lines import broken_lines, page_cuts, page_marks
from shouwen.policy.reading.cleaning_pages import no_part
from shouwen.policy.reading.cleaning_repeats import repeats
from shouwen.policy.reading.source import Source


def cleaned(
    source: Source, *, simplified: Callable[[str], str], sounds: Sounds = lambda _sign: ()
) -> Source:
    """Return a source with its repairs and with what is no part of a regulation marked.

    `simplified` turns traditional characters into simplified ones, `sounds` returns a character's
    readings with their tones, without which torn characters stay as they are. A source that has
    been cleaned already is returned as it is.
    """
    if source.repairs:
        return source
    draft = Draft(source)
    draft.leave_out(no_part(draft, simplified))
    draft.leave_out(repeats(draft))
    draft.repair(torn(draft, sounds, simplified))
    draft.repair(without_pinyin(draft))
    draft.repair(in_simplified(draft, simplified))
    draft.repair(half_width(draft))
    draft.repair(page_cuts(draft))
    draft.repair(page_marks(draft))
    draft.repair(broken_lines(draft))
    draft.repair(spaced_figures(draft))
    draft.repair(lost_figures(draft))
    return draft.source()


def undone(source: Source) -> str:
    """Return the text as it was before cleaning, every repair put back."""
    text, at = [], 0
    for repair in source.repairs:
        text += [source.text[at : repair.span.start], repair.before]
        at = repair.span.end
    return "".join((*text, source.text[at:]))
