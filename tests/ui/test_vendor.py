"""The list of vendored files says exactly what is there."""

import hashlib
import re
from pathlib import Path

import shouwen.ui

VENDOR = Path(shouwen.ui.__file__).parent / "static/ui/vendor"
ROW = re.compile(
    r"^\| (\S+) \| (\S+) \| ([\d.]+) \| (\S+) \| (.+?) \| ([0-9a-f]{64}) \|$", re.MULTILINE
)
LISTED = {row[1]: row for row in ROW.finditer((VENDOR / "VENDOR.md").read_text())}


def test_every_vendored_file_is_listed_and_no_other():
    there = {p.name for p in VENDOR.iterdir() if p.is_file() and p.name != "VENDOR.md"}

    assert there == set(LISTED)


def test_every_listed_file_is_unchanged():
    sums = {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in LISTED}

    assert sums == {name: row[6] for name, row in LISTED.items()}


def test_every_package_has_its_licence_text():
    texts = {p.stem for p in (VENDOR / "licences").iterdir()}

    assert texts == {row[2].replace("@", "").replace("/", "-") for row in LISTED.values()}


def test_no_vendored_file_names_a_source_map_that_is_not_there():
    assert not [n for n in LISTED if "sourceMappingURL" in (VENDOR / n).read_text()]
