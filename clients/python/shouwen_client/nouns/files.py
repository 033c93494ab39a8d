"""The noun files; written by tools/generate_client.py."""

from __future__ import annotations

from typing import Any, TypedDict

from shouwen_client.transport import Transport, place


class FileOut(TypedDict):
    """A kept file; ``key`` names it in facts and attachments, ``page`` hands it out."""

    kept_at: str
    key: str
    name: str
    page: str
    size: int
    sort: str


class Files:
    """Operations on files."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def keep(self, *, idempotency_key: str | None = None, **files: Any) -> FileOut:
        """Keep a file; one that nothing names is removed after a day."""
        return self._transport.call("POST", "/api/v1/files", files=files, key=idempotency_key)

    def show(self, key: int | str, /) -> FileOut:
        """Say what a file is, to whoever may read a matter that names it."""
        return self._transport.call("GET", place("files", key))
