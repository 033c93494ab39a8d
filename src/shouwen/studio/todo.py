"""What is still to be done about a text before it can work, each with where it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from shouwen.documents.names import slug_of
from shouwen.people.models import Grant, Holding, Post
from shouwen.people.queries import holding_on
from shouwen.policy.file_reading.regulation import Regulation
from shouwen.policy.reading.writing.blocks import Block
from shouwen.policy.reading.writing.regulation_text import regulation_text
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.review import Finding
from shouwen.regulations.cards import language_index
from shouwen.regulations.reviewing import review_house
from shouwen.studio.choices import Verdict
from shouwen.studio.kept import proposal_of, tree_of
from shouwen.studio.models import FoundText, Suggestion
from shouwen.studio.sheet import ANY_DAY
from shouwen.studio.words import words_for

RECORD = "facts.record"
# What stands in a source where its figure was lost or never set.
BLANK = "____"
SORTS: dict[str, str | Promise] = {
    "rule": gettext_lazy("Rules that say too little"),
    "figure": gettext_lazy("Figures to set"),
    "post": gettext_lazy("Posts"),
    "fact": pgettext_lazy("to do", "Facts nobody records"),
    "conflict": gettext_lazy("Conflicts"),
    "copy": gettext_lazy("Repeated texts"),
    "gap": gettext_lazy("Gaps"),
    "document": gettext_lazy("Documents missing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One thing to be done: what, how, and where: ``anchor`` in the text, or a ``post`` to fill."""

    sort: str
    what: str
    mend: str
    anchor: str = ""
    post: str = ""
    about: str = ""


def todo_of(text: FoundText, on: date, language: str | None) -> dict[str, list[ToDo]]:
    """Return what is to be done about a text by sort, as its rules stand now."""
    found: dict[str, list[ToDo]] = {}
    for one in _all(text, on, language_index(language)):
        found.setdefault(one.sort, []).append(one)
    return {sort: found[sort] for sort in SORTS if sort in found}


def _all(text: FoundText, on: date, which: int) -> Iterator[ToDo]:
    wanted = (Verdict.OPEN, Verdict.ACCEPTED)
    rows = [row for row in text.suggestions.all() if row.verdict in wanted]
    blocks, read = _written(text, rows)
    yield from _saying_too_little(rows, blocks)
    yield from _left_open(text)
    if read is None:
        return
    places = _Places(text, read, rows, blocks)
    posts = set(Post.objects.values_list("key", flat=True))
    for one in review_house(on=on, drafts=[read]):
        if one.regulation == read.slug and one.sort in SORTS:
            yield _of_finding(one, places.of(one), posts, which)
    yield from _unrecorded(read, on)


def _written(
    text: FoundText, rows: Sequence[Suggestion]
) -> tuple[Sequence[Block], Regulation | None]:
    slug = slug_of(text.title)
    written = regulation_text(
        tree_of(text), [proposal_of(row) for row in rows], slug=slug, in_force=ANY_DAY,
        words=words_for(slug, text.title),
    )  # fmt: skip
    return written.blocks, read_regulation(written.text, "studio.md").regulation


def _saying_too_little(rows: Sequence[Suggestion], blocks: Sequence[Block]) -> Iterator[ToDo]:
    for row, block in zip(rows, blocks, strict=True):
        if block.reason and row.verdict == Verdict.OPEN:
            yield ToDo(
                sort="rule", what=row.quote[:40], anchor=f"rule-{row.pk}",
                mend=_("Fill in what the text leaves open, or keep it as a note."),
            )  # fmt: skip


def _left_open(text: FoundText) -> Iterator[ToDo]:
    """Name the sentences that no rule covers and in which the text leaves a figure open."""
    source = text.document.text
    for row in text.sentences.all():
        said = source[row.start : row.end]
        if BLANK in said and row.verdict != Verdict.SET_ASIDE:
            mend = _("Ask whoever wrote it; make it a rule and set the figure, or set it aside.")
            anchor = f"sentence-{row.pk}"
            yield ToDo(sort="figure", what=said.strip()[:60], mend=mend, anchor=anchor)


class _Places:
    """Where a finding's line of the file stands on the page of the text."""

    def __init__(
        self, text: FoundText, read: Regulation, rows: Sequence[Suggestion], blocks: Sequence[Block]
    ) -> None:
        pks = {block.rule: row.pk for row, block in zip(rows, blocks, strict=True)}
        lines = read.rule_lines.items()
        self._places: Mapping[int, str] = {
            **{node.line: f"clause-{place}" for place, node in enumerate(read.clauses, 1)},
            **{line: f"rule-{pks[rule]}" for rule, line in lines if rule in pks},
        }
        self._posts = {
            reference.name: f"rule-{pks[name]}"
            for name, rule in reversed(list(read.rules.items()))
            if name in pks
            for reference in rule.references()
            if reference.sort == "post"
        }
        self._same = len(read.clauses) == len(text.nodes)

    def of(self, one: Finding) -> str:
        """Return the anchor of a finding, empty where it concerns the whole.

        A post that nobody holds is shown at the first rule that names it.
        """
        if one.sort == "post":
            return self._posts.get(one.about, "")
        place = self._places.get(one.line, "")
        return place if self._same or place.startswith("rule-") else ""


def _of_finding(one: Finding, anchor: str, posts: set[str], which: int) -> ToDo:
    post = one.about if one.sort == "post" and one.about in posts else ""
    mend = one.mend[which]
    if one.sort == "post" and not post:
        mend = _("The post is entered once the regulation is adopted; appoint somebody then.")
    return ToDo(
        sort=one.sort, what=one.what[which], mend=mend, anchor=anchor, post=post, about=one.about
    )


def _unrecorded(read: Regulation, on: date) -> Iterator[ToDo]:
    """Name the facts that only people record, where nobody may record any."""
    if Holding.objects.filter(
        holding_on(on), member__is_active=True,
        post__in=Grant.objects.filter(permission=RECORD).values("post"),
    ).exists():  # fmt: skip
        return
    used = {kind for rule in read.rules.values() for kind in rule.fact_kinds()}
    for kind in read.facts:
        if kind in used:
            label = read.words.facts.kind_labels(kind)[0]
            what = _("“%(fact)s” is recorded by people, and nobody holds a post that may.")
            mend = _("Give a post the right to record facts, and appoint somebody to it.")
            yield ToDo(sort="fact", what=what % {"fact": label}, mend=mend, about="grant")
