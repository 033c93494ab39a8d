"""What the page of a mapping shows: the file's header, a guess, and the first rows as read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import Q

from shouwen.cases.choices import CaseType, Channel, Severity
from shouwen.cases.import_forms import LayoutForm, MappingForm
from shouwen.cases.importing import shaping
from shouwen.cases.importing.mapping import CaseMapping, MappingError, read_mapping
from shouwen.cases.importing.queueing import path_of
from shouwen.cases.importing.reading import check_header, lines_of, rows, sheets_of
from shouwen.cases.importing.rows import PlannedCase, RowError
from shouwen.cases.importing.running import planner_for
from shouwen.cases.models import CaseField, ImportMapping, ImportRun
from shouwen.people.models import Department, Member

_PROBED, _SHOWN = 500, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """One row as it would be read, or why it could not be."""

    line: int
    cells: tuple[str, ...] = ()
    opened_at: datetime | None = None
    fault: str = ""


class Desk:
    """A kept file with the mapping somebody is at; ``form`` is None where no table is found."""

    kept = ""

    def __init__(self, run: ImportRun, data: Any = None) -> None:
        self.run, self.path, self.fault = run, path_of(run), ""
        self.before = shaping.data_of(run.mapping)
        self.layout = self._layout(data)
        self.form: MappingForm | None = None
        try:
            self._open(data)
        except MappingError as fault:
            self.fault = str(fault)

    @staticmethod
    def check(path: Path, name: str) -> None:
        """Raise MappingError where a file holds no table that can be read."""
        if not sheets_of(path, name):
            next(lines_of(path, _layout_of("", 1), name), None)

    @cached_property
    def sheets(self) -> list[str]:
        """The sheets of a workbook."""
        return sheets_of(self.path, self.run.file_name)

    def _layout(self, data: Any) -> CaseMapping:
        sheet, header = self.before.get("sheet", ""), self.before.get("header", 1)
        if data is not None:
            sheet, header = data.get("sheet", ""), data.get("header", "1")
        line = int(header) if str(header).isdecimal() else 1
        return _layout_of(str(sheet), min(max(line, 1), 100))

    def _open(self, data: Any) -> None:
        layout = {"sheet": self.layout.sheet, "header": self.layout.header}
        self.layout_form = LayoutForm(data, sheets=self.sheets, initial=layout)
        found = lines_of(self.path, self.layout, self.run.file_name)
        header = next(found, None)
        names = header.cells if header else []
        check_header(names, self.run.file_name)
        samples = [line.cells for line in islice(found, _PROBED) if any(line.cells)]
        parts = shaping.parts(_own_fields(), _people())
        if not self.before.get("case"):
            self.before = shaping.guess(names, samples, parts, self.run.file_name)
        self.form = MappingForm(
            data, sheets=self.sheets, parts=parts, header=names, samples=samples,
            before=self.before, initial=layout,
        )  # fmt: skip

    @property
    def text(self) -> str:
        """The mapping as it was edited, as a mapping file says it."""
        if self.form is not None and self.form.is_bound and self.form.is_valid():
            return shaping.text_of(self.form.mapping())
        return shaping.text_of(self.before)

    def preview(self) -> list[PreviewRow]:
        """Return the first rows as the mapping would read them; none while it is unfinished."""
        layout = {"sheet": self.layout.sheet, "header": self.layout.header}
        try:
            mapping = read_mapping(self.text).model_copy(update=layout)
            planner = planner_for(mapping)
            found = list(islice(rows(self.path, mapping, self.run.file_name), _SHOWN))
        except MappingError:
            return []
        seen = []
        for row in found:
            try:
                seen.append(_read(planner.plan(row)))
            except RowError as fault:
                seen.append(PreviewRow(line=row.line, fault=str(fault)))
        return seen


def _layout_of(sheet: str, header: int) -> CaseMapping:
    plain = {"type": "-", "title": "-", "opened_at": "-"}
    return CaseMapping.model_validate(
        {"source": "-", "row": "-", "case": plain, "sheet": sheet, "header": header}
    )


def _own_fields() -> Sequence[CaseField]:
    return list(CaseField.objects.filter(Q(until=None)).order_by("case_type", "order", "pk"))


def _people() -> Mapping[str, Sequence[tuple[str, str]]]:
    members = Member.objects.filter(is_system=False).order_by("username")
    return {
        "handler": [(member.username, str(member)) for member in members],
        "department": [(each.key, each.name) for each in Department.objects.all()],
    }


def _read(plan: PlannedCase) -> PreviewRow:
    words = (
        str(CaseType(plan.case_type).label),
        str(Severity(plan.severity).label) if plan.severity else "",
        str(Channel(plan.channel).label) if plan.channel else "",
        plan.title,
        " ".join(part for part in (plan.customer, plan.phone, plan.unit) if part),
        " / ".join(plan.category),
        str(plan.handler or ""),
        str(plan.department or ""),
    )
    return PreviewRow(line=plan.row.line, cells=words, opened_at=plan.opened_at)


def keep_mapping(*, name: str, text: str, by: Member, at: datetime) -> ImportMapping:
    """Keep a mapping under a name; one that has the name is replaced."""
    kept, _made = ImportMapping.objects.update_or_create(
        name=name.strip(), defaults={"text": text, "changed_by": by, "changed_at": at}
    )
    return kept
