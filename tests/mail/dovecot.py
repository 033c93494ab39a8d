"""A real Dovecot on a loopback port, run by an ordinary user with a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER, PASSWORD = "service", "mailbox-of-the-tests"
ORDINARY = "nobody"
CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {place}/run
state_dir = {place}/run
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
log_path = {place}/dovecot.log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{place}/mail
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={place}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def is_here() -> bool:
    """Tell whether Dovecot is installed with its IMAP part."""
    return shutil.which("dovecot") is not None and Path("/usr/lib/dovecot/imap").exists()


class Box:
    """The mailbox on the disk."""

    def __init__(self, place: Path, port: int) -> None:
        """Remember where its letters lie, and where it listens."""
        self.place, self.port, self.count = place, port, 0

    def deliver(self, raw: bytes) -> None:
        """Put a letter into the mailbox, as whoever delivers does."""
        self.count += 1
        fresh = self.place / "mail" / "new" / f"{time.time():.6f}.{self.count}.tests"
        fresh.write_bytes(raw)
        if os.geteuid() == 0:
            shutil.chown(fresh, ORDINARY)

    def flags(self) -> list[str]:
        """Return the flags of every letter that was looked at: S is read, F is flagged."""
        kept = sorted((self.place / "mail" / "cur").iterdir())
        return [each.name.rpartition(",")[2] for each in kept]


@contextmanager
def running(place: Path) -> Iterator[Box]:
    """Run a Dovecot while the caller needs it."""
    port, as_root = free_port(), os.geteuid() == 0
    user, group = (ORDINARY, "nogroup") if as_root else _myself()
    for name in ("run", "mail/new", "mail/cur", "mail/tmp"):
        (place / name).mkdir(parents=True, exist_ok=True)
    config = place / "dovecot.conf"
    config.write_text(
        CONFIG.format(place=place, user=user, group=group, password=PASSWORD, port=port)
    )
    if as_root:
        for each in (place, *place.rglob("*")):
            shutil.chown(each, user, group)
    process = subprocess.Popen(
        [shutil.which("dovecot") or "dovecot", "-F", "-c", str(config)],
        user=user if as_root else None, group=group if as_root else None,
        extra_groups=[] if as_root else None,
    )  # fmt: skip
    try:
        _wait_for(port, process, place)
        yield Box(place, port)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _myself() -> tuple[str, str]:
    import grp
    import pwd

    return pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name


def _wait_for(port: int, process: subprocess.Popen[bytes], place: Path) -> None:
    for _ in range(100):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    log = place / "dovecot.log"
    raise AssertionError(log.read_text() if log.exists() else "Dovecot did not start.")
