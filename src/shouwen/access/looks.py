"""The log of looks: rows are added here and nowhere else, and none is ever changed."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.access.choices import Level
from shouwen.access.models import Asking, Look, LookHead
from shouwen.access.sight import Sight

CHUNK = 2_000
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
    _add(row)
    return row


@transaction.atomic
def _add(row: Look) -> None:
    """Write a look at the end of the chain; who looks at the same time waits for that."""
    LookHead.objects.get_or_create(pk=1, defaults={"seal": end_seal(0, "")})
    head = LookHead.objects.select_for_update().get(pk=1)
    row.link = link_of(row.seal, head.link)
    Look.objects.bulk_create([row])
    count = head.count + 1
    end = end_seal(count, row.link)
    LookHead.objects.filter(pk=1).update(count=count, link=row.link, seal=end)


def link_of(seal: str, before: str) -> str:
    """Return the link of a look: what ties its seal to the look before."""
    return _keyed(f"{before}\x1f{seal}")


def end_seal(count: int, link: str) -> str:
    """Return the seal of the end after so many looks."""
    return _keyed(f"end\x1f{count}\x1f{link}")


def _keyed(said: str) -> str:
    key = hashlib.sha256(f"looks:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def verify() -> list[str]:
    """Return a sentence for each look that was altered, taken out or put in past the product."""
    found: list[str] = []
    link, count = "", 0
    for row in Look.objects.order_by("pk").iterator(chunk_size=CHUNK):
        if not hmac.compare_digest(row.seal, seal_of(row)):
            found.append(_("Look %(number)s was altered.") % {"number": row.pk})
        if not hmac.compare_digest(row.link, link_of(row.seal, link)):
            found.append(
                _("Before look %(number)s one is missing or was put in.") % {"number": row.pk}
            )
        link, count = row.link, count + 1
    return [*found, *_faults_of_the_end(count, link)]


def _faults_of_the_end(count: int, link: str) -> list[str]:
    head = LookHead.objects.filter(pk=1).first()
    kept = (head.count, head.link) if head else (0, "")
    if head is not None and not hmac.compare_digest(head.seal, end_seal(head.count, head.link)):
        return [_("The end of the log of looks was altered.")]
    if kept == (count, link):
        return []
    said = {"kept": kept[0], "found": count}
    return [_("The log of looks ended after %(kept)s looks; %(found)s are there.") % said]


def is_confidential(sight: Sight, record: str, level: str) -> bool:
    """Return whether looks at such a record are kept."""
    return level != Level.ORDINARY or bool(sight.ties.classes(record, level))


def seal_of(row: Look) -> str:
    """Return the keyed digest over everything a row says."""
    said = (
        _moment(row.at), str(row.member_id), row.record, row.subject, row.level, row.how,
        ",".join(row.fields), row.reason,
    )  # fmt: skip
    return _keyed("\x1f".join(said))


def _moment(at: datetime) -> str:
    return timezone.localtime(at, timezone.get_fixed_timezone(0)).isoformat()


def altered(rows: Iterable[Look]) -> list[int]:
    """Return the numbers of rows whose seal no longer fits."""
    return [row.pk for row in rows if not hmac.compare_digest(row.seal, seal_of(row))]


def digest_of(text: str) -> str:
    """Return a keyed number for a value that must not itself be kept for ever."""
    key = hashlib.sha256(f"values:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:_LENGTH]
