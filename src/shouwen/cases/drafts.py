"""What is begun and not sent: drafts, kept replies, and answers that cross each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from shouwen.cases import gates
from shouwen.cases.heads import Seen
from shouwen.cases.models import Case, Draft, HeldReply, Phrase
from shouwen.cases.step_forms import StepForm, WriteForm
from shouwen.enforcement.actions import earlier_outcome
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow
from shouwen.knowledge import queries as knowledge
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.regulations.queries import rulebook_on

LONGEST = 20_000
MOST_OFFERED = 8
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def begun_by(member: Member, case: Case) -> dict[str, str]:
    """Return what the member has begun to write in the case, as the form begins with it."""
    found = Draft.objects.filter(case=case, member=member).first()
    return {"mode": found.mode, "text": found.text} if found else {}


def keep(member: Member, case: Case, *, mode: str, text: str, key: str, at: datetime) -> None:
    """Keep what is being written; nothing to keep and what was sent meanwhile is forgotten."""
    sent = HeldReply.objects.filter(key=key).exists() or earlier_outcome(key) is not None
    if sent or not text.strip():
        return forget(member, case)
    values = {"mode": mode, "text": text[:LONGEST], "saved_at": at}
    Draft.objects.update_or_create(case=case, member=member, defaults=values)
    return None


def forget(member: Member, case: Case) -> None:
    """Forget what was begun: it was sent, or taken out."""
    # Nothing refers to a draft, so that one statement does it, without a transaction around it.
    found = Draft.objects.filter(case=case, member=member)
    found._raw_delete(found.db)  # noqa: SLF001


def crossed_by(case: Case, form: StepForm, member: Member) -> JournalRow | None:
    """Return the answer that somebody gave after the writer of this one opened the page."""
    seen = form.cleaned_data.get("seen")
    if not isinstance(form, WriteForm) or not seen or form.cleaned_data["mode"] != "reply":
        return None
    rows = journal.facts_about("case_replied", [case.about])
    newer = [row for row in rows if row.number > seen and row.actor_key != member.username]
    return newer[-1] if newer else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One thing to insert while writing: its short name, and the text with its variables put in."""

    name: str
    text: str


def phrases_open_to(member: Member, where: gates.Standing) -> Q:
    """Return the condition under which a kept reply is the member's to use."""
    everybodys = Q(member=None, team=None, post=None)
    return everybodys | Q(member=member) | Q(team__in=where.teams) | Q(post__key__in=where.posts)


def offered_phrases(
    where: gates.Standing, words: str, values: Mapping[str, str], now: datetime
) -> list[Offer]:
    """List kept replies whose name or text holds the words, and the scripts of the regulations."""
    mine = Phrase.objects.filter(phrases_open_to(where.member, where))
    fitting = mine.filter(Q(name__icontains=words) | Q(text__icontains=words))
    kept = [Offer(name=p.name, text=filled_in(p.text, values)) for p in fitting.order_by("name")]
    scripts = _scripts(where, words, now) if len(kept) < MOST_OFFERED else ()
    return [*kept, *scripts][:MOST_OFFERED]


def _scripts(where: gates.Standing, words: str, now: datetime) -> Iterator[Offer]:
    day = timezone.localdate(now)
    rules = knowledge.conduct_on(rulebook_on(day), day)
    for situation in knowledge.situations(rules, posts=where.posts, text=words):
        for script in situation.scripts:
            for group in script.groups:
                yield from (
                    Offer(name=f"《{script.cited.regulation}》{script.cited.number}", text=phrase)
                    for phrase in group.phrases[:2]
                )


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """Put the case's own words in the place of variables; unknown ones stay to be seen."""
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


def values_for(case: Case, seen: Seen, member: Member, now: datetime) -> dict[str, str]:
    """Return what the variables of a kept reply stand for, as the writer may see it."""
    return {
        "customer": seen.name,
        "number": case.number,
        "title": seen.text(case.title),
        "handler": str(case.handler or ""),
        "me": member.name,
        "date": f"{timezone.localdate(now):%Y-%m-%d}",
    }


def colleagues_who_may_read(case: Case, words: str, now: datetime) -> list[Offer]:
    """List members to mention, by name or key, of those who may read the case."""
    day = timezone.localdate(now)
    fitting: Iterable[Member] = (
        m for m in people.active_members() if words in m.name or m.username.startswith(words)
    )
    found: list[Offer] = []
    for member in fitting:
        if len(found) == MOST_OFFERED:
            break
        if gates.is_open_to(gates.standing(member, day), case):
            found.append(Offer(name=member.username, text=f"@{member.name} "))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseRow:
    """A kept reply on its page; ``whose`` is a team, a post, a member or nobody in particular."""

    pk: int
    name: str
    text: str
    whose: str
    is_own: bool


def phrases_of(member: Member, where: gates.Standing) -> list[PhraseRow]:
    """List the kept replies that are the member's to use, their own first."""
    found = Phrase.objects.filter(phrases_open_to(member, where)).select_related("team", "post")
    return [
        PhraseRow(
            pk=row.pk,
            name=row.name,
            text=row.text,
            whose=str(row.team or row.post or ""),
            is_own=row.written_by_id == member.pk,
        )
        for row in found.order_by("name", "pk")
    ]
