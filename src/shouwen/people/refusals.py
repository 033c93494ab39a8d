"""What a room says when it will not do something."""

from __future__ import annotations

from django.utils.functional import Promise


class RefusedError(Exception):
    """An action is refused; the message is one sentence that says why and how to mend it.

    ``field`` names the input the sentence belongs to, where there is one.
    """

    def __init__(self, sentence: str | Promise, field: str = "") -> None:
        """Keep the sentence, translated when it is read."""
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        """Return the sentence in the reader's language."""
        return str(self.sentence)
