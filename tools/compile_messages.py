"""Compile every room's translations; a file that is newer than its source is left alone."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

SOURCE = Path(__file__).resolve().parents[1] / "src"


def main() -> int:
    """Compile what changed; name the file if one cannot be read."""
    broken = 0
    for po in sorted(SOURCE.glob("shouwen/*/locale/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        try:
            compile_one(po, mo)
        except PoFileError as fault:
            print(f"{po}: {fault}", file=sys.stderr)
            broken += 1
    return 1 if broken else 0


def compile_one(po: Path, mo: Path) -> None:
    """Write ``mo`` from ``po``; fuzzy and empty messages are left out, as gettext does."""
    with po.open("rb") as source:
        catalogue = read_po(source, abort_invalid=True)
    beside = mo.with_suffix(".mo.new")
    with beside.open("wb") as target:
        write_mo(target, catalogue)
    beside.replace(mo)  # a running server never meets half a file


if __name__ == "__main__":
    sys.exit(main())
