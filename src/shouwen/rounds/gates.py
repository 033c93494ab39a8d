"""Whose round it is, and who may read what was found on it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404

from shouwen.enforcement import gates as facts
from shouwen.obligations import queries as owed
from shouwen.obligations import spans
from shouwen.obligations.actions import ObligationRow
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.standing import Place, standing_today
from shouwen.policy.kinds.duty import Duty
from shouwen.policy.rulebook import Rulebook
from shouwen.regulations import queries as regulations
from shouwen.rounds.models import Finding

RECORD, SEE_ALL = "facts.record", "cases.view_all"


def round_open_to(member: Member, pk: int, today: date) -> ObligationRow:
    """Return an obligation to whoever may read it; to others it is not there."""
    return facts.obligation_open_to(member, pk, today)


def is_own(member: Member, obligation: ObligationRow, today: date) -> bool:
    """Return whether the member owes it: by name, by a post, or in place of somebody away."""
    standing = standing_today(member, today)
    if obligation.owner_id is not None:
        absent = {person.pk for person, _place in standing.absent}
        if obligation.owner_id in {member.pk, *absent}:
            return True
    # What was given to a post's only holder of that day may be done by a second one as well.
    places = (standing.own, *(place for _person, place in standing.absent))
    return any(_falls_to(obligation, place) for place in places)


def _falls_to(obligation: ObligationRow, place: Place) -> bool:
    kind, _colon, key = obligation.owed_by.partition(":")
    if kind == "post":
        in_team = obligation.team_id is None or obligation.team_id in place.team_ids
        return key in place.posts and in_team
    return kind == "department" and key in place.departments


def may_do(member: Member, obligation: ObligationRow, today: date) -> bool:
    """Return whether the member may do it: who owes it, and whoever records facts for others."""
    if obligation.ended_at is not None:
        return False
    return is_own(member, obligation, today) or sees_everything(member, today)


def require_doing(member: Member, pk: int, today: date) -> ObligationRow:
    """Return an obligation to whoever may do it; refuse whoever may only read it."""
    found = round_open_to(member, pk, today)
    if not (is_own(member, found, today) or sees_everything(member, today)):
        raise PermissionDenied
    return found


def sees_everything(member: Member, today: date) -> bool:
    """Return whether the member records facts of any kind, for anybody."""
    return RECORD in standing_today(member, today).permissions


def finding_open_to(member: Member, pk: int, today: date) -> Finding:
    """Return a finding to whoever may read its matter; to others it is not there."""
    related = ("fact", "found_on__owner", "found_on__team", "found_by")
    found = Finding.objects.select_related(*related).filter(pk=pk).first()
    if found is None or not _may_read(member, found, today):
        raise Http404
    return found


def finding_matter_open_to(member: Member, about: str, today: date) -> bool:
    """Return whether a member may read the matter that a finding is."""
    found = Finding.objects.select_related("fact", "found_on__owner").filter(about=about).first()
    return found is not None and _may_read(member, found, today)


def _may_read(member: Member, finding: Finding, today: date) -> bool:
    if finding.found_by_id == member.pk:
        return True
    permissions = standing_today(member, today).permissions
    if permissions & {RECORD, SEE_ALL}:
        return True
    if finding.fact and member.username in {str(v) for v in finding.fact.details.values()}:
        return True
    if finding.found_on is not None and is_own(member, finding.found_on, today):
        return True
    if people.leads(member, finding.found_by, today):
        return True
    return _owes_in(member, finding.about, today)


def _owes_in(member: Member, about: str, today: date) -> bool:
    """Return whether the member owes or owed something in a matter, or leads who does."""
    own = standing_today(member, today).own
    mine = {f"member:{member.username}", *(f"post:{key}" for key in own.posts),
            *(f"department:{key}" for key in own.departments)}  # fmt: skip
    rows = owed.history(about)
    if any(row.owner_key == member.username or row.owed_by in mine for row in rows):
        return True
    owners = people.members_by_keys({row.owner_key for row in rows if row.owner_key})
    return any(people.leads(member, owner, today) for owner in owners.values())


def evidence_open_to(member: Member, pk: int, today: date) -> bool:
    """Return whether a member may see what proves a duty: who may read it, and who reviews it."""
    try:
        facts.obligation_open_to(member, pk, today)
    except Http404:
        found = owed.find(pk)
        return found is not None and _reviews(member, found, today)
    return True


def _reviews(member: Member, obligation: ObligationRow, today: date) -> bool:
    for other in spans.rows_about(obligation.about):
        rule = regulations.book_of_version(other.version_id).rulebook.find(
            other.regulation, other.rule_id
        )
        looks_at = isinstance(rule, Duty) and rule.follows == obligation.rule_id
        if looks_at and is_own(member, other, today):
            return True
    return False


def rules_on(today: date) -> Rulebook:
    """Return the rules in force on a day."""
    return regulations.in_force_on(today).rulebook
