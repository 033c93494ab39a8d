"""What is done with files: keep an upload, say which matter names it, clear the rest away."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.files import content, disk
from shouwen.files.models import SENT, FileUse, Sort, StoredFile
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError

# What was sent with a form that was then refused may be sent again; later nobody comes back.
FORGOTTEN_AFTER = timedelta(days=1)
LONGEST_NAME = 120
_PLAIN = re.compile(r"[^\w.\- ()（）]+")


def keep(
    *,
    upload: UploadedFile[bytes],
    by: Member,
    at: datetime,
    only: Collection[Sort] = SENT,
) -> StoredFile:
    """Check an upload, make it harmless and keep it under the fingerprint of what is kept.

    The same content twice is one file. Raises RefusedError for what is too large or none of the
    sorts in ``only``.
    """
    limit = settings.SHOUWEN_UPLOAD_MB
    if (upload.size or 0) > limit * 1_000_000:
        sentence = _("The file is larger than %(limit)s MB; send a smaller one.")
        raise RefusedError(sentence % {"limit": limit}, content.FIELD)
    upload.seek(0)  # a form may keep what it holds more than once
    found = content.check(upload.read(), megapixels=settings.SHOUWEN_PHOTO_MEGAPIXELS)
    if found.sort not in only and found.sort is Sort.SOUND:
        raise content.no_sort()
    if found.sort not in only:
        raise RefusedError(_("A photograph is wanted here."), content.FIELD)
    sha256 = hashlib.sha256(found.data).hexdigest()
    # The row comes after the content: a row without its file would be a lie.
    disk.write(sha256, found.data, found.small)
    row, is_new = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "sort": found.sort,
            "name": _named(upload.name or "", found.sort),
            "size": len(found.data),
            "width": found.width,
            "height": found.height,
            "taken_at": found.taken_at,
            "kept_by": by,
            "kept_at": at,
        },
    )
    if not is_new:
        # Sent again it is as good as new: nobody clears it away before it is named.
        StoredFile.objects.filter(pk=row.pk).update(kept_at=at)
    return row


def _named(name: str, sort: Sort) -> str:
    """Return a name that is safe in a header and on any disk, with the ending of what it is."""
    stem = Path(name.replace("\\", "/")).name.rpartition(".")[0] or Path(name).name
    plain = _PLAIN.sub("_", stem).strip(". ")[: LONGEST_NAME - 5]
    return f"{plain or sort}.{content.ENDINGS[sort]}"


def name_in(*, files: Iterable[StoredFile], about: str, at: datetime) -> None:
    """Write down that a matter names these files; call it in the transaction of the fact."""
    for file in files:
        FileUse.objects.get_or_create(file=file, about=about, defaults={"named_at": at})


def let_go(*, about: str, kept_by: Member) -> int:
    """Let a matter name no longer what this member kept for it; return how many files that were.

    What no other matter names is cleared away like everything that nobody names.
    """
    gone, _rows = FileUse.objects.filter(about=about, file__kept_by=kept_by).delete()
    return gone


def clear_away(*, now: datetime) -> int:
    """Remove files that no matter names a day after they came; return how many went.

    What lies on the disk without a row, such as half an upload, goes as well.
    """
    before = now - FORGOTTEN_AFTER
    old = StoredFile.objects.filter(kept_at__lt=before, uses__isnull=True)
    removed = sum(_forget(file, before) for file in old.order_by("pk"))
    known = set(StoredFile.objects.values_list("sha256", flat=True))
    for path in list(disk.lying()):
        young = path.stat().st_mtime > before.timestamp()
        if path.name.removesuffix(disk.SMALL) not in known and not young:
            path.unlink(missing_ok=True)
            removed += not path.name.endswith(disk.SMALL)
    return removed


@transaction.atomic
def _forget(file: StoredFile, before: datetime) -> int:
    # Named or sent again meanwhile, it stays; the disk is cleared once the row is gone for good.
    still = StoredFile.objects.filter(pk=file.pk, kept_at__lt=before, uses__isnull=True)
    gone, _rows = still.delete()
    if gone:
        for small in (False, True):
            path = disk.place(file.sha256, small=small)
            transaction.on_commit(lambda path=path: path.unlink(missing_ok=True))  # type: ignore[misc]
    return int(bool(gone))
