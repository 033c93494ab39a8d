"""`shouwen cases import`: the same import with its progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone

from shouwen.cases.importing import errors_file
from shouwen.cases.importing.faults import RowFault
from shouwen.cases.importing.mapping import CaseMapping, MappingError, read_mapping
from shouwen.cases.importing.running import (
    BATCH,
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


def command(
    *,
    file: Path,
    mapping: Path,
    dry_run: bool = False,
    resume: bool = False,
    errors: Path | None = None,
    batch: int = BATCH,
    say: Say = _to_stderr,
) -> int:
    """Import a file and return the exit code: 0, 1 if rows were refused, 2 if nothing was read."""
    try:
        text = mapping.read_text(encoding="utf-8-sig")
        read = read_mapping(text, str(mapping))
        errors_to = errors or file.with_name(f"{file.name}.errors.csv")
        if dry_run:
            return _dry(file, read, errors_to, say)
        return _real(file, read, text, errors_to, batch, say, resume=resume)
    except (MappingError, UnicodeDecodeError) as fault:
        say(str(fault))
        return MISUSED


def _line(done: Progress) -> str:
    return (
        f"{done.read:,} rows read: {done.opened:,} opened, "
        f"{done.repeated:,} already there, {done.faulty:,} with errors"
    )


def _dry(file: Path, mapping: CaseMapping, errors: Path, say: Say) -> int:
    faults: list[RowFault] = []

    def tell(done: Progress) -> None:
        faults.extend(done.faults)
        say(_line(done))

    done = dry_run(path=file, mapping=mapping, clock=timezone.now, actor=house_member(), tell=tell)
    say(f"Dry run, nothing was written. {_line(done)}.")
    found = ((each.row.line, each.clause, each.reason, each.row.values) for each in faults)
    return _end(errors_file.save(errors, found), errors, say)


def _real(
    file: Path,
    mapping: CaseMapping,
    text: str,
    errors: Path,
    batch: int,
    say: Say,
    *,
    resume: bool,
) -> int:
    run = import_cases(
        path=file,
        mapping=mapping,
        mapping_text=text,
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
