"""What an uploaded file really is: found from its content, made harmless, or refused.

A photograph is drawn anew from its dots, so that nothing else of the upload is kept: no place, no
camera, no hidden payload. A document is kept as it came, unless it could do something when opened.
"""

from __future__ import annotations

import re
import warnings
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from shouwen.files import sound
from shouwen.files.models import Sort
from shouwen.people.refusals import RefusedError

FIELD = "files"
MEDIA_TYPES = {
    Sort.PHOTO: "image/jpeg",
    Sort.DOCUMENT: "application/pdf",
    Sort.TEXT: "text/plain; charset=utf-8",
    Sort.SOUND: "audio/wav",
}
ENDINGS = {Sort.PHOTO: "jpg", Sort.DOCUMENT: "pdf", Sort.TEXT: "txt", Sort.SOUND: "wav"}
# The formats of cameras and screenshots; every other decoder stays shut.
FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 2560  # dots: a label can still be read, a photograph stays below a megabyte or so
SMALL_SIDE = 320
QUALITY = 85
DOTS_OF_A_MEGAPIXEL = 1_000_000
# What makes a reader of documents run, start or hold something else.
ACTIVE = frozenset({"/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/EmbeddedFile",
                    "/RichMedia", "/XFA", "/OpenAction", "/AA", "/SubmitForm",
                    "/ImportData"})  # fmt: skip
MOST_OBJECTS = 50_000
_MARKUP = re.compile(r"<\s*(?:!doctype|\?xml|html|svg|script|iframe|body|head)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What will be kept: the harmless bytes, a small picture, and what is known of them."""

    sort: Sort
    data: bytes
    small: bytes = b""
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None


def check(data: bytes, *, megapixels: int) -> Checked:
    """Return what to keep of an upload; raise RefusedError for what is none of the sorts."""
    if data.startswith(b"%PDF-"):
        return _document(data)
    if data.startswith(b"RIFF"):
        plain = sound.plain(data)
        if plain is not None:
            return Checked(sort=Sort.SOUND, data=plain)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image = _opened(data)
        if image is not None:
            return _photo(image, megapixels)
    return _text(data)


# ── photographs ──────────────────────────────────────────────────────────────────────────────


def _opened(data: bytes) -> Image.Image | None:
    """Read the head of a picture; None for what is no picture of ours."""
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise _too_many_dots() from None
    except (OSError, ValueError, SyntaxError):
        return None


def _photo(image: Image.Image, megapixels: int) -> Checked:
    # The head says how large the picture claims to be; nothing has been unpacked yet.
    if image.width * image.height > megapixels * DOTS_OF_A_MEGAPIXEL:
        raise _too_many_dots(megapixels)
    taken_at = _taken_at(image)
    try:
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image)
        plain = _on_white(upright)
        plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise RefusedError(_("The picture is damaged; take it again."), FIELD) from None
    small = plain.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Checked(
        sort=Sort.PHOTO,
        data=_drawn(plain),
        small=_drawn(small),
        width=plain.width,
        height=plain.height,
        taken_at=taken_at,
    )


def _too_many_dots(megapixels: int | None = None) -> RefusedError:
    if megapixels is None:
        return RefusedError(_("The picture is too large; take a smaller one."), FIELD)
    sentence = _("The picture has more than %(limit)s million dots; take a smaller one.")
    return RefusedError(sentence % {"limit": megapixels}, FIELD)


def _on_white(image: Image.Image) -> Image.Image:
    """Return the dots alone, what shines through on white paper."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        shown = image.convert("RGBA")
        white = Image.new("RGBA", shown.size, "white")
        return Image.alpha_composite(white, shown).convert("RGB")
    return image.convert("RGB")


def _drawn(image: Image.Image) -> bytes:
    # A new picture carries none of what the old one brought along.
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    target = BytesIO()
    bare.save(target, "JPEG", quality=QUALITY, optimize=True)
    return target.getvalue()


def _taken_at(image: Image.Image) -> datetime | None:
    """Return when the camera says it was taken; its zone where it names one, else the house's."""
    with suppress(Exception):  # a camera may write anything here
        exif = image.getexif()
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        said = str(inner.get(ExifTags.Base.DateTimeOriginal) or exif[ExifTags.Base.DateTime])
        zone = str(inner.get(ExifTags.Base.OffsetTimeOriginal) or "").strip("\x00 ")
        at = datetime.strptime(said.strip("\x00 ") + zone, "%Y:%m:%d %H:%M:%S" + "%z" * bool(zone))  # noqa: DTZ007 - see below
        return at if zone else timezone.make_aware(at)
    return None


# ── documents and texts ──────────────────────────────────────────────────────────────────────


def _document(data: bytes) -> Checked:
    try:
        reader = PdfReader(BytesIO(data))
        locked = reader.is_encrypted
        pages = 0 if locked else len(reader.pages)
        active = not locked and _does_something(reader)
    except Exception:  # noqa: BLE001 - whatever a broken document makes its reader say
        raise RefusedError(_("The PDF cannot be read; print it to PDF again."), FIELD) from None
    if locked:
        raise RefusedError(_("The PDF is locked with a password; send it without one."), FIELD)
    if active or not pages:
        sentence = _("The PDF holds scripts, forms or other files; print it to PDF again.")
        raise RefusedError(sentence, FIELD)
    return Checked(sort=Sort.DOCUMENT, data=data)


def _does_something(reader: PdfReader) -> bool:
    """Tell whether anything reachable in the document does more than show itself."""
    waiting: list[object] = [reader.trailer.get("/Root")]
    seen: set[int] = set()
    looked_at = 0
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if found.idnum in seen:
                continue
            seen.add(found.idnum)
            found = found.get_object()
        looked_at += 1
        if looked_at > MOST_OBJECTS:
            return True
        if isinstance(found, DictionaryObject):
            if _acts(found):
                return True
            waiting += [found.raw_get(key) for key in found]
        elif isinstance(found, list):
            waiting += [list.__getitem__(found, place) for place in range(len(found))]
    return False


def _acts(found: DictionaryObject) -> bool:
    if str(found.get("/S")) in ACTIVE:
        return True
    keys = set(found) & ACTIVE
    # A document may say which page it opens at; any other action is none of a record's.
    if keys == {"/OpenAction"}:
        opens = found["/OpenAction"]
        return isinstance(opens, DictionaryObject) and str(opens.get("/S", "/GoTo")) != "/GoTo"
    return bool(keys)


def _text(data: bytes) -> Checked:
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            break
    else:
        raise no_sort()
    if not text.strip() or _CONTROL.search(text) or _MARKUP.search(text):
        raise no_sort()
    return Checked(sort=Sort.TEXT, data=text.encode())


def no_sort() -> RefusedError:
    """Return the refusal of what is none of the sorts that people send."""
    sentence = _("This is no photograph (JPEG, PNG, WebP), PDF or plain text; send one of these.")
    return RefusedError(sentence, FIELD)
