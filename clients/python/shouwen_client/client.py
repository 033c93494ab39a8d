"""The client: one attribute for each noun of the API."""

from __future__ import annotations

from typing import Any, Self

from shouwen_client.nouns import Nouns
from shouwen_client.transport import Transport


class Client(Nouns):
    """A house as one token may use it.

    ``Client("https://desk.example.cn", token)``; the other options are those of
    :class:`shouwen_client.transport.Transport`. Use it in a ``with`` block, or close it.
    """

    def __init__(self, address: str, token: str, **options: Any) -> None:
        """Connect nothing yet: the first request does."""
        self.transport = Transport(address, token, **options)
        super().__init__(self.transport)

    @property
    def etag(self) -> str:
        """The mark of what was read last; give it as ``if_match`` when you change that."""
        return self.transport.etag

    def close(self) -> None:
        """Close the connection."""
        self.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()
