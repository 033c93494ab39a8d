"""The archive: every version with the fingerprint of its text, who signed it, who has read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwen.adoption.adopting import ADOPTED
from shouwen.adoption.models import Draft
from shouwen.approvals import queries as requests
from shouwen.enforcement.lines import tier_lines
from shouwen.journal import queries as journal
from shouwen.regulations.actions import sha256
from shouwen.regulations.models import PROPOSED, Regulation, Version
from shouwen.trial.models import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature under a version: at which tier (from 1), for whom, when."""

    tier: int
    asked: str
    name: str
    in_place_of: str
    at: datetime
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One version as it is archived; ``whole`` is False where its text is not the one adopted."""

    version: Version
    whole: bool
    signatures: Sequence[Signature]
    readings: Sequence[tuple[str, datetime | None]]

    @property
    def read(self) -> int:
        """How many have confirmed to have read it."""
        return sum(at is not None for _name, at in self.readings)


def archive_of(regulation: Regulation, *, number: int | None = None) -> list[Kept]:
    """Return every adopted version of a regulation, the latest first, or the one of a number."""
    rows = Version.objects.filter(regulation=regulation, number__gt=PROPOSED)
    rows = rows if number is None else rows.filter(number=number)
    versions = list(rows.select_related("regulation", "adopted_by", "ended_by").order_by("-number"))
    signed = _signatures(regulation, versions)
    readings = _readings(versions)
    return [
        Kept(
            version=version,
            whole=sha256(version.source) == version.sha256,
            signatures=signed.get(version.pk, ()),
            readings=readings.get(version.pk, ()),
        )
        for version in versions
    ]


def _signatures(regulation: Regulation, versions: Sequence[Version]) -> dict[int, list[Signature]]:
    drafts = dict(Draft.objects.filter(adopted__in=versions).values_list("pk", "adopted"))
    asked = [
        (request, pk)
        for request in requests.granted_about(f"regulation:{regulation.slug}")
        if request.proposed["kind"] == ADOPTED
        if (pk := drafts.get(int(str(request.proposed["details"].get("draft") or 0))))
    ]
    under = requests.decisions_under([request.pk for request, _pk in asked])
    found: dict[int, list[Signature]] = {}
    written: dict[str, list[str]] = {}  # tiers are mostly the same from version to version
    for request, pk in asked:
        key = f"{request.tiers} {request.joint} {request.personal}"
        if under.get(request.pk) and key not in written:
            written[key] = tier_lines(request)
        tiers = written.get(key, [])
        found.setdefault(pk, []).extend(
            Signature(
                tier=one.tier + 1, asked=tiers[one.tier], name=one.member_name,
                in_place_of=one.acting_for_name, at=one.at, comment=one.comment,
            )
            for one in under.get(request.pk, ())
        )  # fmt: skip
    return found


def _readings(versions: Sequence[Version]) -> dict[int, list[tuple[str, datetime | None]]]:
    rows = Reader.objects.filter(announcement__version__in=versions).order_by("member__name", "pk")
    found: dict[int, list[tuple[str, datetime | None]]] = {}
    for pk, name, at in rows.values_list("announcement__version", "member__name", "read_at"):
        found.setdefault(pk, []).append((name, at))
    return found


def broken() -> list[str]:
    """List the versions whose text is not the one that was adopted, each in a sentence.

    The fingerprint beside the text is compared with the text, and with the journal, where whoever
    changes both cannot reach.
    """
    rows = Version.objects.select_related("regulation").order_by("pk")
    faults = [
        f"The text of {version} is not the one that was adopted."
        for version in rows.iterator()
        if sha256(version.source) != version.sha256
    ]
    return [*faults, *_against_the_journal()]


def _against_the_journal() -> list[str]:
    said = {
        (str(row.details.get("regulation")), row.details.get("version")): row.details
        for row in journal.facts_of_kind(ADOPTED)
        if row.details.get("sha256")
    }
    rows = Version.objects.filter(number__gt=PROPOSED).select_related("regulation").order_by("pk")
    return [
        f"The fingerprint of {version} is not the one in the journal."
        for version in rows.defer("source")
        if (found := said.get((version.regulation.slug, version.number)))
        # One that waited past its day was adopted on another.
        and found["in_force"] == version.in_force.isoformat()
        and found["sha256"] != version.sha256
    ]


def kept_open_to(regulation: Regulation, number: int) -> Kept | None:
    """Return one version as it is archived, or None."""
    return next(iter(archive_of(regulation, number=number)), None)
