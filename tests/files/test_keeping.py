"""What comes in is found out from its content, made harmless, or refused."""

from __future__ import annotations

import hashlib
import zlib
from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from shouwen.files import actions, disk, queries
from shouwen.files.models import Sort, StoredFile
from shouwen.people.refusals import RefusedError

CHINA = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 3, 5, 10, tzinfo=CHINA)
SECRET = b"PAYLOAD-BEHIND-THE-PICTURE"


def picture(size=(64, 48), form="JPEG", **more):
    target = BytesIO()
    Image.new("RGB", size, "teal").save(target, form, **more)
    return target.getvalue()


def with_place_and_time():
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Camera"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2024:03:05 09:12:30"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (31.0, 13.0, 48.0)
    return picture(exif=exif, comment=SECRET) + SECRET


def pdf(change=None):
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if change:
        change(writer)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def runs_at_opening(writer):
    action = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("alert()"),
        }
    )
    writer.root_object[NameObject("/OpenAction")] = action


def opens_at_a_page(writer):
    place = ArrayObject([writer.pages[0].indirect_reference, NameObject("/Fit")])
    writer.root_object[NameObject("/OpenAction")] = place


def sent(data, name="photo.jpg"):
    return SimpleUploadedFile(name, data)


def kept(cast, data, name="photo.jpg", **more):
    return actions.keep(upload=sent(data, name), by=cast.wang, at=NOW, **more)


def test_a_photograph_keeps_its_dots_and_time_but_no_place_and_no_payload(cast):
    file = kept(cast, with_place_and_time())

    data = disk.place(file.sha256).read_bytes()
    assert not dict(Image.open(BytesIO(data)).getexif())
    assert SECRET not in data
    assert file.taken_at == datetime(2024, 3, 5, 9, 12, 30, tzinfo=CHINA)
    assert (file.sort, file.width, file.height) == (Sort.PHOTO, 64, 48)


def test_a_file_is_named_by_the_fingerprint_of_what_is_kept(cast):
    file = kept(cast, picture())

    data = disk.place(file.sha256).read_bytes()
    assert hashlib.sha256(data).hexdigest() == file.sha256


def test_the_same_picture_twice_is_one_file(cast):
    first, second = kept(cast, picture()), kept(cast, picture(), "again.jpg")

    assert first.pk == second.pk
    assert StoredFile.objects.count() == 1


def test_a_large_photograph_is_made_smaller_and_has_a_small_picture(cast):
    file = kept(cast, picture((4000, 3000)))

    small = Image.open(disk.place(file.sha256, small=True))
    assert (file.width, file.height) == (2560, 1920)
    assert max(small.size) == 320


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_pictures_become_photographs(cast, form):
    file = kept(cast, picture(form=form), "p." + form.lower())

    assert Image.open(disk.place(file.sha256)).format == "JPEG"
    assert file.name == "p.jpg"


def chunk(name, body):
    check = zlib.crc32(name + body).to_bytes(4, "big")
    return len(body).to_bytes(4, "big") + name + body + check


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(cast):
    head = (60_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    bomb += chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")

    with pytest.raises(RefusedError, match=r"像素|尺寸|dots"):
        kept(cast, bomb, "bomb.png")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("photo.jpg", b"<html><script>alert(1)</script></html>"),
        ("photo.png", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("note.txt", b"  <SVG onload=alert(1)>"),
        ("photo.jpg", b"GIF89a" + b"\0" * 40),
        ("program.jpg", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("archive.pdf", b"PK\x03\x04\x14\x00\x00\x00"),
        ("empty.txt", b""),
        ("photo.jpg", picture()[:200]),
        ("list.pdf", b"%PDF-1.7\nnothing of the kind"),
    ],
)
def test_what_only_pretends_is_refused(cast, name, data):
    with pytest.raises(RefusedError):
        kept(cast, data, name)

    assert not StoredFile.objects.exists()


def test_a_pdf_of_plain_pages_is_kept_as_it_came(cast):
    data = pdf()

    file = kept(cast, data, "../../报告 \u202e.pdf.exe")

    assert disk.place(file.sha256).read_bytes() == data
    assert file.sort == Sort.DOCUMENT
    assert file.name == "报告 _.pdf.pdf"


def test_a_pdf_may_say_at_which_page_it_opens(cast):
    assert kept(cast, pdf(opens_at_a_page)).sort == Sort.DOCUMENT


@pytest.mark.parametrize(
    "change",
    [
        runs_at_opening,
        lambda writer: writer.add_attachment("virus.exe", b"MZ"),
        lambda writer: writer.encrypt("secret"),
    ],
)
def test_a_pdf_that_could_do_something_is_refused(cast, change):
    with pytest.raises(RefusedError):
        kept(cast, pdf(change), "report.pdf")


def test_a_text_is_kept_in_one_encoding(cast):
    file = kept(cast, "三号门灯不亮".encode("gb18030"), "note.txt")

    assert disk.place(file.sha256).read_text(encoding="utf-8") == "三号门灯不亮"


def test_a_file_that_is_too_large_is_refused_with_the_limit(cast, settings):
    settings.SHOUWEN_UPLOAD_MB = 1

    with pytest.raises(RefusedError, match="1 MB"):
        kept(cast, b"\xff" * 1_000_001)


def test_where_a_photograph_is_wanted_nothing_else_is_taken(cast):
    with pytest.raises(RefusedError):
        kept(cast, pdf(), only=(Sort.PHOTO,))


def test_what_nothing_names_is_cleared_away_after_a_day(cast):
    lost, named = kept(cast, picture()), kept(cast, picture((20, 20)))
    actions.name_in(files=[named], about="finding:1", at=NOW)

    early = actions.clear_away(now=NOW + timedelta(hours=23))
    late = actions.clear_away(now=NOW + timedelta(hours=25))

    assert (early, late) == (0, 1)
    assert list(queries.of([lost.sha256, named.sha256])) == [named.sha256]
    assert disk.place(named.sha256).exists()


def test_the_files_of_many_matters_cost_one_query(cast, django_assert_num_queries):
    for number in range(9):
        file = kept(cast, picture((10 + number, 10)))
        actions.name_in(files=[file], about=f"finding:{number}", at=NOW)

    with django_assert_num_queries(1):
        found = queries.attached_to([f"finding:{number}" for number in range(9)])

    assert len(found) == 9


def test_what_is_sent_again_is_not_cleared_away_as_old(cast):
    file = kept(cast, picture())
    later = NOW + timedelta(hours=30)
    actions.keep(upload=sent(picture()), by=cast.wang, at=later)

    assert actions.clear_away(now=later + timedelta(hours=1)) == 0
    assert disk.place(file.sha256).exists()


def test_half_an_upload_is_cleared_away_as_well(cast):
    import os

    file = kept(cast, picture())
    half = disk.place(file.sha256).with_name(".new-half")
    half.write_bytes(b"half")
    os.utime(half, (0, 0))

    actions.clear_away(now=NOW)

    assert not half.exists()
    assert disk.place(file.sha256).exists()
