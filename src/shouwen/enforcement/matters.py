"""What a matter is called and where it is read; rooms answer for the matters they keep."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.enforcement.words import of_language
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.policy.facts import Detail
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.vocabulary import Vocabulary
from shouwen.regulations import queries as regulations

# (label, address) of a matter, given what follows ``prefix:`` in its key.
MatterLink = Callable[[str], tuple[str, str]]
_LINKS: dict[str, MatterLink] = {}


def register_matter_link(prefix: str, link: MatterLink) -> None:
    """Let a room name and address the matters whose key begins with ``prefix:``."""
    _LINKS[prefix] = link


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a list says about a matter: its name or number, a small line, and its page."""

    label: str
    note: str = ""
    href: str = ""


# The summaries of many matters at once, given what follows ``prefix:`` in their keys.
MatterSummary = Callable[[Collection[str]], Mapping[str, Summary]]
_SUMMARIES: dict[str, MatterSummary] = {}


def register_matter_summary(prefix: str, summary: MatterSummary) -> None:
    """Let a room summarise the matters whose key begins with ``prefix:``, in one query."""
    _SUMMARIES[prefix] = summary


def summaries_of(matters: Iterable[str], vocabulary: Vocabulary) -> dict[str, Summary]:
    """Summarise matters for a list, in at most one query for each sort of matter."""
    by_prefix: dict[str, list[str]] = {}
    for about in dict.fromkeys(matters):
        prefix, _colon, key = about.partition(":")
        by_prefix.setdefault(prefix, []).append(key)
    return {
        f"{prefix}:{key}": summary
        for prefix, keys in by_prefix.items()
        for key, summary in _summaries(prefix, keys, vocabulary).items()
    }


def _summaries(prefix: str, keys: Collection[str], vocabulary: Vocabulary) -> Mapping[str, Summary]:
    if prefix in _SUMMARIES:
        return _SUMMARIES[prefix](keys)
    if prefix == "member":
        found = people.members_by_keys(keys)
        return {key: Summary(label=found[key].name if key in found else key) for key in keys}
    if prefix == "duty":
        today = timezone.localdate()  # clock: the labels people use today
        book = regulations.in_force_on(today).rulebook
        return {key: Summary(label=_duty_label(key, book)) for key in keys}
    label = of_language(vocabulary.kind_labels(prefix))
    return {key: Summary(label=label) for key in keys}


# Whether a member may read a matter, asked of the room that keeps it.
MatterGate = Callable[[Member, str, date], bool]
_GATES: dict[str, MatterGate] = {}


def register_matter_gate(prefix: str, gate: MatterGate) -> None:
    """Let a room answer for the matters whose key begins with ``prefix:``."""
    _GATES[prefix] = gate


def matter_open_to(member: Member, about: str, on: date) -> bool:
    """Return whether the room that keeps a matter lets this member read it."""
    gate = _GATES.get(about.partition(":")[0])
    return gate is not None and gate(member, about, on)


def _duty_label(key: str, book: Rulebook) -> str:
    """Name a recurring duty by its rule, if that is in force, and its period."""
    regulation, rule_id, period = (*key.split(":", 2), "", "")[:3]
    rule = book.find(regulation, rule_id)
    name = of_language((rule.title, rule.title_en or rule.title)) if rule else _("recurring duty")
    return f"{name} {period}".strip()


# How texts of facts about many matters are shown, given what follows ``prefix:`` in their keys.
Say = Callable[[str], str]
MatterCover = Callable[[Member | None, Collection[str], datetime], Mapping[str, Say]]
_COVERS: dict[str, MatterCover] = {}


def register_matter_cover(prefix: str, cover: MatterCover) -> None:
    """Let a room cover in texts what their reader may not see of the matters it keeps."""
    _COVERS[prefix] = cover


def covered(
    facts: Sequence[tuple[str, Mapping[str, Detail]]], reader: Member | None, at: datetime
) -> list[Mapping[str, Detail]]:
    """Return the details of facts, by matter, as the reader may see them.

    ``None`` is whoever may see least. Each room is asked once, whatever the number of facts.
    """
    says = sayings((about for about, _details in facts), reader, at)
    return [_covered(details, says.get(about)) for about, details in facts]


def sayings(matters: Iterable[str], reader: Member | None, at: datetime) -> dict[str, Say]:
    """Return how texts about these matters are shown, for those of which anything is covered."""
    keys: dict[str, set[str]] = {}
    for about in matters:
        prefix, _colon, key = about.partition(":")
        if prefix in _COVERS:
            keys.setdefault(prefix, set()).add(key)
    return {
        f"{prefix}:{key}": say
        for prefix, each in keys.items()
        for key, say in _COVERS[prefix](reader, each, at).items()
    }


def _covered(details: Mapping[str, Detail], say: Say | None) -> Mapping[str, Detail]:
    if say is None:
        return details
    return {n: say(v) if isinstance(v, str) else v for n, v in details.items()}


def link_to(about: str) -> tuple[str, str]:
    """Return what a matter is called and its address; the address is empty if it has no page."""
    prefix, _colon, key = about.partition(":")
    if prefix in _LINKS:
        return _LINKS[prefix](key)
    if prefix == "member":
        found = people.member_by_key(key)
        return (found.name if found else key), ""
    today = timezone.localdate()  # clock: the label people use today
    if prefix == "duty":
        return _duty_label(key, regulations.in_force_on(today).rulebook), ""
    labels = regulations.words_on(today).vocabulary.kind_labels(prefix)
    return of_language(labels), ""
