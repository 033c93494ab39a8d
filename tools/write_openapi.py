"""Writes docs/reference/openapi.json, the description of the API, from the code.

`--check` writes nothing and fails when the file is not current.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "docs" / "reference" / "openapi.json"


def text() -> str:
    """Return the description as the file holds it."""
    from shouwen.site.api import description  # noqa: PLC0415 Django is set up first

    return json.dumps(description(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> int:
    """Write the file, or compare it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.site.settings")
    import django  # noqa: PLC0415 settings are named first

    django.setup()
    wanted = text()
    if "--check" not in sys.argv:
        PLACE.write_text(wanted, encoding="utf-8")
        return 0
    if PLACE.exists() and PLACE.read_text(encoding="utf-8") == wanted:
        return 0
    print("docs/reference/openapi.json is not current; run tools/write_openapi.py.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
