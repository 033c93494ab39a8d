"""The files' tables: what is kept under which fingerprint, and which matters name it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Sort(models.TextChoices):
    """What a file was found to be from its content, whatever it was called."""

    PHOTO = "photo"
    DOCUMENT = "document"
    TEXT = "text"
    SOUND = "sound"


# What people send; sounds come from telephone exchanges only.
SENT = (Sort.PHOTO, Sort.DOCUMENT, Sort.TEXT)


class StoredFile(models.Model):
    """One kept file; ``sha256`` is the fingerprint of what is kept, and its name on the disk.

    ``taken_at`` is when the camera says the photograph was taken: its clock may be wrong.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    sort = models.CharField(max_length=10, choices=Sort.choices)
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_kept_file_has_a_fingerprint", condition=~Q(sha256="")),
            models.CheckConstraint(
                name="a_kept_file_is_of_a_known_sort", condition=Q(sort__in=Sort.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.sha256[:12]}"


class FileUse(models.Model):
    """A matter that names a file: whoever may read the matter may see the file."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="uses")
    about = models.CharField(max_length=200)
    named_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_matter_names_a_file_once", fields=["about", "file"]),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.file_id}"
