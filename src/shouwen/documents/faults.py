"""Why a document could not be read: one exception, one sentence for each reason."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the translators; Django's own would need settings to do so."""
    return sentence


SENTENCES: Mapping[str, str] = {
    "too_large": gettext_noop(
        "The file is larger than %(megabytes)d MB; split it, or take out its pictures, and retry."
    ),
    "too_many_pages": gettext_noop(
        "The document has more than %(pages)d pages; split it into parts and read them one by one."
    ),
    "bomb": gettext_noop(
        "The file unpacks to far more than a document holds; save it anew from the program that "
        "wrote it, and retry."
    ),
    "entities": gettext_noop(
        "The file defines entities of its own, which no document needs; save it anew as .docx, "
        "and retry."
    ),
    "macros": gettext_noop("The file carries macros; save it as .docx, which has none, and retry."),
    "password": gettext_noop(
        "The file is protected by a password; take the password off in the program that wrote it, "
        "and retry."
    ),
    "damaged": gettext_noop(
        "The file is damaged and cannot be read; open it in the program that wrote it, save it "
        "anew, and retry."
    ),
    "empty": gettext_noop("There is no text in the document; choose another file."),
    "scanned": gettext_noop(
        "The pages are pictures without text (a scan); recognise the text first, or upload the "
        "file it was printed from."
    ),
    "old_word": gettext_noop(
        "This is a file of an old Word (.doc); open it in Word or WPS, choose Save As, take "
        "“Word document (.docx)”, and upload that."
    ),
    "not_a_document": gettext_noop(
        "The file is none of DOCX, PDF, HTML, Markdown and plain text; save it as .docx or .pdf, "
        "and retry."
    ),
    "not_text": gettext_noop(
        "The text is written in no encoding that is known here; save it as plain text in UTF-8, "
        "and retry."
    ),
    "too_long": gettext_noop(
        "Reading took longer than %(seconds)d seconds and was ended; split the document, and retry."
    ),
    "too_heavy": gettext_noop(
        "Reading needed more memory than it may have; split the document, or take out its "
        "pictures, and retry."
    ),
}


class CannotReadError(Exception):
    """A document could not be read; its text is one sentence in the language of the reader.

    `code` is a key of SENTENCES and `details` fill its placeholders.
    """

    def __init__(self, code: str, **details: int) -> None:
        super().__init__(code)
        self.code = code if code in SENTENCES else "damaged"
        self.details = details

    @property
    def english(self) -> str:
        """The sentence in English, where no language has been chosen."""
        return SENTENCES[self.code] % self.details

    def __str__(self) -> str:
        """Return the sentence in the language in use."""
        return gettext(SENTENCES[self.code]) % self.details
