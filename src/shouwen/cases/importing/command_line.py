"""`shouwen cases import`: the same import with its progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases.importing import errors_file
from shouwen.cases.importing.faults import RowFault
from shouwen.cases.importing.foreign import foreign_rows, mapping_for
from shouwen.cases.importing.mapping import CaseMapping, MappingError, read_mapping
from shouwen.cases.importing.reading import fingerprint
from shouwen.cases.importing.running import (
    BATCH,
    Found,
    Progress,
    dry_run,
    house_member,
    import_cases,
    progress_of,
)

DONE, WITH_FAULTS, MISUSED = 0, 1, 2
Say = Callable[[str], None]


def _to_stderr(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    """What is imported: one table, or the export of another desk in as many files as it has."""

    file: Path
    mapping: CaseMapping
    text: str
    found: Found | None = None
    mark: str = ""


def _book(files: Sequence[Path], mapping: Path | None, desk: str) -> _Book:
    more = mapping.read_text(encoding="utf-8-sig") if mapping else ""
    if desk:
        read, text = mapping_for(desk, more)
        mark = fingerprint(files[0], text, *files[1:])
        return _Book(
            file=files[0], mapping=read, text=text, mark=mark,
            found=lambda: foreign_rows(desk, files),
        )  # fmt: skip
    if len(files) > 1 or mapping is None:
        raise MappingError(_("Name one file and its --mapping, or say --from which desk it is."))
    return _Book(file=files[0], mapping=read_mapping(more, str(mapping)), text=more)


def command(
    *,
    files: Sequence[Path],
    mapping: Path | None = None,
    desk: str = "",
    dry_run: bool = False,
    resume: bool = False,
    errors: Path | None = None,
    batch: int = BATCH,
    say: Say = _to_stderr,
) -> int:
    """Import files and return the exit code: 0, 1 if rows were refused, 2 if nothing was read."""
    try:
        book = _book(files, mapping, desk)
        errors_to = errors or book.file.with_name(f"{book.file.name}.errors.csv")
        if dry_run:
            return _dry(book, errors_to, say)
        return _real(book, errors_to, batch, say, resume=resume)
    except (MappingError, UnicodeDecodeError) as fault:
        say(str(fault))
        return MISUSED


def _line(done: Progress) -> str:
    return (
        f"{done.read:,} rows read: {done.opened:,} opened, "
        f"{done.repeated:,} already there, {done.faulty:,} with errors"
    )


def _dry(book: _Book, errors: Path, say: Say) -> int:
    faults: list[RowFault] = []

    def tell(done: Progress) -> None:
        faults.extend(done.faults)
        say(_line(done))

    done = dry_run(
        path=book.file, mapping=book.mapping, clock=timezone.now, actor=house_member(), tell=tell,
        found=book.found,
    )  # fmt: skip
    say(f"Dry run, nothing was written. {_line(done)}.")
    found = ((each.row.line, each.clause, each.reason, each.row.values) for each in faults)
    return _end(errors_file.save(errors, found), errors, say)


def _real(book: _Book, errors: Path, batch: int, say: Say, *, resume: bool) -> int:
    run = import_cases(
        path=book.file,
        mapping=book.mapping,
        mapping_text=book.text,
        found=book.found,
        mark=book.mark,
        actor=house_member(),
        clock=timezone.now,
        tell=lambda done: say(_line(done)),
        resume=resume,
        batch=batch,
    )
    say(f"Done. {_line(progress_of(run))}.")
    return _end(errors_file.save(errors, errors_file.of_run(run)), errors, say)


def _end(refused: int, errors: Path, say: Say) -> int:
    if not refused:
        return DONE
    say(f"The refused rows are in {errors}, each with its line and the reason.")
    return WITH_FAULTS
