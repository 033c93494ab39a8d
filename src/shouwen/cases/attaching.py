"""Files that come with a form: chosen, dropped or pasted, and kept while the form is mended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwen.files import actions as files
from shouwen.files import gates
from shouwen.files.models import StoredFile
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError

MOST_FILES = 12
TAKEN = "image/jpeg,image/png,image/webp,application/pdf,text/plain"


class FilesInput(forms.FileInput):
    """Lets several files be chosen at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; cleaned it is a list, empty where none came."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the uploads as a list; an empty file is none."""
        sent = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in sent if each]


class AttachingForm(forms.Form):
    """A form that files come with; ``kept`` names those that came before it was refused."""

    attachments = FilesField(
        label=gettext_lazy("Attachments"),
        required=False,
        widget=FilesInput(attrs={"accept": TAKEN, "multiple": True, "data-drop": ""}),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput, max_length=66 * MOST_FILES)
    held: tuple[StoredFile, ...] = ()

    def keep(self, *, by: Member, at: datetime) -> list[StoredFile]:
        """Keep what was sent and return it with what was kept before; raise RefusedError."""
        known = _known(str(self.cleaned_data.get("kept") or "").split(), by, at)
        sent: list[UploadedFile[bytes]] = self.cleaned_data.get("attachments") or []
        if len(known) + len(sent) > MOST_FILES:
            sentence = _("Attach at most %(most)s files at a time.") % {"most": MOST_FILES}
            raise RefusedError(sentence, field="attachments")
        self.held = tuple(known)
        for upload in sent:
            self.held += (_one(upload, by, at),)
        return list(dict.fromkeys(self.held))

    @property
    def held_keys(self) -> str:
        """The kept files as the form sends them back."""
        return " ".join(file.sha256 for file in self.held)


def _one(upload: UploadedFile[bytes], by: Member, at: datetime) -> StoredFile:
    try:
        return files.keep(upload=upload, by=by, at=at)
    except RefusedError as refusal:
        sentence = _("“%(name)s”: %(reason)s") % {"name": upload.name, "reason": refusal}
        raise RefusedError(sentence, field="attachments") from None


def _known(keys: Iterable[str], by: Member, at: datetime) -> list[StoredFile]:
    found = []
    for key in dict.fromkeys(keys):
        try:
            found.append(gates.file_open_to(by, key, timezone.localdate(at)))
        except Http404:
            sentence = _("An attachment is not kept any more; attach it again.")
            raise RefusedError(sentence, field="attachments") from None
    return found
