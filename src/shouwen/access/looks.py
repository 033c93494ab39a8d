"""The log of looks: rows are added here and nowhere else, and none is ever changed."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from shouwen.access.choices import Level
from shouwen.access.models import Asking, Look
from shouwen.access.sight import Sight

_LENGTH = 40


def note_look(
    *, sight: Sight, record: str, subject: str, level: str, how: str,
    fields: Sequence[str] = (), reason: str = "", asking: Asking | None = None,
) -> Look | None:  # fmt: skip
    """Write down that somebody looked, where the record is confidential; else nothing.

    Confidential is what the house holds so and what a class of a regulation in use covers.
    """
    if sight.member is None or not is_confidential(sight, record, level):
        return None
    row = Look(
        at=sight.at, member=sight.member, record=record, subject=subject, level=level, how=how,
        fields=sorted(fields), reason=reason, asking=asking,
    )  # fmt: skip
    row.seal = seal_of(row)
    Look.objects.bulk_create([row])
    return row


def is_confidential(sight: Sight, record: str, level: str) -> bool:
    """Return whether looks at such a record are kept."""
    return level != Level.ORDINARY or bool(sight.ties.classes(record, level))


def seal_of(row: Look) -> str:
    """Return the keyed digest over everything a row says."""
    said = (
        _moment(row.at), str(row.member_id), row.record, row.subject, row.level, row.how,
        ",".join(row.fields), row.reason,
    )  # fmt: skip
    key = hashlib.sha256(f"looks:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, "\x1f".join(said).encode(), hashlib.sha256).hexdigest()


def _moment(at: datetime) -> str:
    return timezone.localtime(at, timezone.get_fixed_timezone(0)).isoformat()


def altered(rows: Iterable[Look]) -> list[int]:
    """Return the numbers of rows whose seal no longer fits."""
    return [row.pk for row in rows if not hmac.compare_digest(row.seal, seal_of(row))]


def digest_of(text: str) -> str:
    """Return a keyed number for a value that must not itself be kept for ever."""
    key = hashlib.sha256(f"values:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:_LENGTH]
