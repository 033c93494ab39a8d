"""Install the Debian packages that the tests need, or name them where that is not ours to do."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path


def has_program(name: str) -> Callable[[], bool]:
    """Return the question whether a program is on the path."""
    return lambda: shutil.which(name) is not None


def has_library(name: str) -> Callable[[], bool]:
    """Return the question whether a shared library can be loaded."""
    return lambda: ctypes.util.find_library(name) is not None


def has_postgres() -> bool:
    """Tell whether a PostgreSQL server can be started here."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return shutil.which("initdb") is not None or any(installed)


def has_chinese_font() -> bool:
    """Tell whether pages with Chinese characters can be drawn."""
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
    return any(next(folder.rglob("NotoSansCJK*"), None) for folder in folders if folder.exists())


NEEDED: Mapping[str, Callable[[], bool]] = {
    "chromium": has_program("chromium"),
    "postgresql": has_postgres,
    "fonts-noto-cjk": has_chinese_font,
    "libpangoft2-1.0-0": has_library("pangoft2-1.0"),
    "gettext": has_program("xgettext"),
    "dovecot-imapd": has_program("dovecot"),
    "redis-server": has_program("redis-server"),
}


def missing(needed: Mapping[str, Callable[[], bool]] = NEEDED) -> list[str]:
    """Return the packages whose programs or files are not there."""
    return [package for package, is_there in needed.items() if not is_there()]


def main() -> int:
    """Install what is missing as root; else say in one sentence what to install."""
    packages = missing()
    if not packages:
        return 0
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(sentence(packages), file=sys.stderr)
        return 1
    install(packages)
    still = missing()
    if still:
        print(sentence(still), file=sys.stderr)
    return 1 if still else 0


def sentence(packages: list[str]) -> str:
    """Say what the tests need and how it comes here."""
    names = " ".join(packages)
    return f"The tests need Debian packages that are not here: apt-get install {names} (as root)."


def install(packages: list[str]) -> None:
    """Fetch the packages; apt-get's own lines say what goes wrong."""
    print(f"Installing Debian packages: {' '.join(packages)} …", flush=True)
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["-qq", "-o", "DPkg::Lock::Timeout=120"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(
            ["apt-get", *options, *command], env=quietly, stdin=subprocess.DEVNULL, check=False
        )


if __name__ == "__main__":
    sys.exit(main())
