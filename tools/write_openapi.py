"""Writes docs/reference/openapi.json and openapi.zh-CN.json, the API's description, from the code.

`--check` writes nothing and fails when a file is not current. What the Chinese one says in English
is named; its wording goes into src/shouwen/api/locale/zh_Hans/LC_MESSAGES/reference.po.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACES = {
    "en": ROOT / "docs" / "reference" / "openapi.json",
    "zh-hans": ROOT / "docs" / "reference" / "openapi.zh-CN.json",
}


def text(language: str) -> str:
    """Return the description as a file holds it."""
    from shouwen.site.api import description  # noqa: PLC0415 Django is set up first

    said = description(language)
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def untold() -> list[str]:
    """Return the texts that have no Chinese wording yet."""
    from shouwen.api import wording  # noqa: PLC0415 Django is set up first
    from shouwen.site.api import description  # noqa: PLC0415

    return sorted({*wording.untold(description("en"), description("zh-hans"))})


def main() -> int:
    """Write the files, or compare them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.site.settings")
    import django  # noqa: PLC0415 settings are named first

    from tools import compile_messages  # noqa: PLC0415

    compile_messages.main()
    django.setup()
    missing = untold()
    for each in missing:
        print(f"No Chinese wording in api/locale/zh_Hans/LC_MESSAGES/reference.po: {each!r}")
    stale = [place for language, place in PLACES.items() if not _is_current(language, place)]
    for place in stale:
        print(f"{place.relative_to(ROOT)} is not current; run tools/write_openapi.py.")
    return 1 if missing or stale else 0


def _is_current(language: str, place: Path) -> bool:
    wanted = text(language)
    if "--check" not in sys.argv:
        place.write_text(wanted, encoding="utf-8")
    return place.exists() and place.read_text(encoding="utf-8") == wanted


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
