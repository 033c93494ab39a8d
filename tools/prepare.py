"""Make .venv and install what the lock file names: `prepare.py run` or `prepare.py test`.

Runs on a bare Python: only the standard library, nothing of Shouwen. A second call returns at once.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
OLDEST = (3, 11)


def main() -> int:
    """Prepare the environment named on the command line; one sentence if that cannot be done."""
    which = sys.argv[1] if len(sys.argv) > 1 else "run"
    stamp = VENV / f"prepared-{which}"
    wanted = fingerprint(which)
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    refusal = too_old() or make_environment() or install(which)
    if refusal:
        print(refusal, file=sys.stderr)
        return 1
    stamp.write_text(wanted)
    if which == "test":
        (VENV / "prepared-run").write_text(fingerprint("run"))
    return 0


def fingerprint(which: str) -> str:
    """Return what the installation depends on, as one digest."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in (f"requirements/{which}.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def too_old() -> str:
    """Return a sentence if this Python cannot run Shouwen."""
    if sys.version_info >= OLDEST:
        return ""
    return "Shouwen needs Python 3.11 or newer; name one with `make PYTHON=python3.11 …`."


def make_environment() -> str:
    """Make .venv if it is missing; return a sentence if that is impossible."""
    if (VENV / "bin" / "pip").exists():
        return ""
    if importlib.util.find_spec("ensurepip") is None and not install_venv_package():
        return (
            "Python cannot make virtual environments here; "
            "install the Debian package python3-venv (as root: apt-get install python3-venv)."
        )
    print("Making the Python environment in .venv …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    return run([sys.executable, "-m", "venv", str(VENV)], "The environment could not be made.")


def install_venv_package() -> bool:
    """Install python3-venv where we may; return whether it is there now."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    print("Installing the Debian package python3-venv …", flush=True)
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "-y", "python3-venv"]):
        command = ["apt-get", "-qq", *step]
        subprocess.run(command, env=quietly, stdin=subprocess.DEVNULL, check=False)
    return subprocess.run([sys.executable, "-c", "import ensurepip"], check=False).returncode == 0


def install(which: str) -> str:
    """Install the locked packages with their hashes, then ourselves."""
    print(f"Installing what requirements/{which}.lock names …", flush=True)
    pip = [str(VENV / "bin" / "pip"), "install", "-qq", "--disable-pip-version-check"]
    lock = str(ROOT / "requirements" / f"{which}.lock")
    return run(
        [*pip, "--require-hashes", "-r", lock],
        "The locked packages could not be installed; see pip's lines above.",
    ) or run(
        [*pip, "--no-build-isolation", "--no-deps", "-e", str(ROOT)],
        "Shouwen itself could not be installed; see pip's lines above.",
    )


def run(command: list[str], otherwise: str) -> str:
    """Run a command; return the sentence ``otherwise`` if it failed."""
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    return otherwise if done.returncode else ""


if __name__ == "__main__":
    sys.exit(main())
