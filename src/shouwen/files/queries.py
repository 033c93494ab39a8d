"""Questions about kept files: what is known of them, and which a matter names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from shouwen.files.models import FileUse, Sort, StoredFile

__all__ = ["DETAIL", "FileRow", "Sort", "attached_to", "keys_in", "of", "told"]

# The detail in which a fact names its files.
DETAIL = "files"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One kept file for reading."""

    key: str
    sort: str
    name: str
    size: int
    taken_at: datetime | None
    kept_at: datetime

    @property
    def is_photo(self) -> bool:
        """Whether it can be shown as a picture."""
        return self.sort == Sort.PHOTO


def told(keys: Iterable[str]) -> str | None:
    """Return file keys as a fact's detail holds them; None where there is none."""
    return " ".join(dict.fromkeys(keys)) or None


def keys_in(detail: object) -> tuple[str, ...]:
    """Return the file keys that a fact's detail names."""
    return tuple(str(detail or "").split())


def of(keys: Collection[str]) -> dict[str, FileRow]:
    """Return what is known of these files by key, in one query; none is asked for no key."""
    if not keys:
        return {}
    found = StoredFile.objects.filter(sha256__in=list(dict.fromkeys(keys)))
    return {row.key: row for row in map(_row, found.order_by("pk"))}


def attached_to(matters: Collection[str]) -> dict[str, list[FileRow]]:
    """Return the files that each of these matters names, in the order they were named."""
    found: dict[str, list[FileRow]] = {}
    uses = FileUse.objects.filter(about__in=list(matters)).select_related("file").order_by("pk")
    for use in uses:
        found.setdefault(use.about, []).append(_row(use.file))
    return found


def _row(file: StoredFile) -> FileRow:
    return FileRow(
        key=file.sha256,
        sort=file.sort,
        name=file.name,
        size=file.size,
        taken_at=file.taken_at,
        kept_at=file.kept_at,
    )
