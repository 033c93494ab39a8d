"""Two texts of one regulation beside each other: word by word, and by what the change does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwen.adoption import checking
from shouwen.adoption.models import Draft
from shouwen.policy.regulation_file import Regulation
from shouwen.regulations import queries as regulations
from shouwen.regulations.changes import Changes, changes_for_people
from shouwen.regulations.comparing import Outline, compare
from shouwen.regulations.models import Version
from shouwen.trial.effects import MONTHS, Effect, Text, effects


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs, as pages show it."""

    effects: tuple[Effect, ...]
    changes: Changes


def text_of_draft(read: Regulation) -> Text:
    """Return a draft ready to be compared."""
    return Text(outline=checking.outline(read), rules=dict(read.rules), words=read.words)


def text_of_version(version: Version | None, of: Text | None = None) -> Text:
    """Return an adopted version ready to be compared; without one, a text that says nothing."""
    if version is None:
        words = of.words if of else regulations.words_of(Version())
        return Text(outline=Outline(clauses=(), rules=()), rules={}, words=words)
    rules = {rule.id: rule for rule in regulations.rules_of([version])}
    return Text(
        outline=regulations.outline_of(version), rules=rules, words=regulations.words_of(version)
    )


def of_versions(
    before: Version, after: Version, *, now: datetime, language: str | None
) -> Compared:
    """Compare two adopted versions."""
    return compared(text_of_version(before), text_of_version(after), now=now, language=language)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft against the version adopted last, if there is one."""

    title: str
    current: Version | None
    compared: Compared


def of_draft(draft: Draft, *, now: datetime, language: str | None) -> Drafted | None:
    """Compare a draft with the version adopted last; None while the text has faults."""
    read = checking.check(draft.text, draft.file_name, language).regulation
    if read is None:
        return None
    after, current = text_of_draft(read), regulations.last_version(read.slug)
    found = compared(text_of_version(current, after), after, now=now, language=language)
    return Drafted(read.title, current, found)


def compared(before: Text, after: Text, *, now: datetime, language: str | None) -> Compared:
    """Compare two texts; facts are counted over the last months."""
    since = now - timedelta(days=30 * MONTHS)
    found = effects(before, after, since=since, until=now, language=language)
    shown = changes_for_people(
        compare(before.outline, after.outline), before.words, after.words, language
    )
    return Compared(tuple(found), shown)
