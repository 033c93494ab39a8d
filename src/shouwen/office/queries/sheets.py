"""Plans and reports as their pages show them: what is owed, what was handed in, one sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from shouwen.enforcement.targets import period_of_rhythm
from shouwen.enforcement.words import of_language
from shouwen.obligations import queries as owed
from shouwen.obligations.queries import ObligationRow, OwedRow
from shouwen.office import gates, sorts
from shouwen.office.models import Sheet, SheetVersion
from shouwen.office.queries import figures
from shouwen.office.queries.figures import Figure
from shouwen.office.sorts import Belongs
from shouwen.people.models import Member
from shouwen.people.standing import standing_today
from shouwen.policy.facts_of import office as kinds
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.duty import Duty
from shouwen.policy.kinds.rhythm import place_of
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import House
from shouwen.ui import sorting
from shouwen.ui.sorting import DOWN, Order, Sorting

PAGE = 50
Sort = Sheet.Sort
PAPERS = {sorts.PLAN: Sort.PLAN, sorts.REPORT: Sort.REPORT}
# The sections of a sheet, by sort.
SECTIONS: Mapping[str, tuple[str, ...]] = {
    Sort.PLAN: ("goals", "tasks", "support"),
    Sort.REPORT: ("done", "problems", "next"),
}


def section_label(key: str) -> str:
    """Return what a section is called."""
    return {
        "goals": _("Goals of the period"),
        "tasks": _("What is planned, by whom, by when"),
        "support": _("Help that is needed"),
        "done": _("Work done"),
        "problems": _("Problems and their causes"),
        "next": _("Plan for the next period"),
    }[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A plan or report that is owed; the due badge reads the first ones."""

    due_at: datetime | None
    opened_at: datetime
    provisional: bool
    warn_at: datetime | None
    state: str
    late: bool
    pk: int
    title: str
    sort: str
    every: str
    period: str
    book: str
    clause_number: str
    has_review: bool
    sheet: int | None

    @property
    def why_href(self) -> str:
        """Where it is explained."""
        return reverse("enforcement:why_obligation", args=[self.pk])

    @property
    def href(self) -> str:
        """Where it is written."""
        if self.sheet:
            return reverse("office:sheet", args=[self.sheet])
        return f"{reverse('office:new_sheet')}?obligation={self.pk}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A sheet in a list."""

    pk: int
    title: str
    sort: str
    state: str
    author: str
    since: date
    until: date
    submitted_at: datetime | None

    @property
    def href(self) -> str:
        """Its page."""
        return reverse("office:sheet", args=[self.pk])


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetList:
    """One member's plans and reports: owed by period, to check, handed in; ``after`` a cursor."""

    due: tuple[Due, ...]
    to_check: tuple[SheetRow, ...]
    rows: tuple[SheetRow, ...]
    after: str


def owed_by(member: Member, today: date) -> list[Due]:
    """List the plans and reports a member owes, soonest first, in two queries."""
    house = regulations.house_on(today)
    own = standing_today(member, today).own
    rows = owed.owed_by(member, None, 200, posts=own.posts, team_ids=own.team_ids)
    return _due(member, rows, house)


def _due(member: Member, rows: Collection[OwedRow], house: House) -> list[Due]:
    papers = [(row, rule, sort) for row in rows if (rule := _rule(row, house))
              and (sort := _paper(rule))]  # fmt: skip
    begun = dict(
        Sheet.objects.filter(
            author=member, obligation__in=[row.id for row, _rule, _sort in papers]
        ).values_list("obligation", "pk")
    )
    return [_owed(row, rule, sort, begun.get(row.id)) for row, rule, sort in papers]


def _rule(row: OwedRow, house: House) -> Rule | None:
    rule = house.rule(row.regulation, row.rule_id, row.version_id)
    return rule if isinstance(rule, Duty) else None


def _paper(rule: Rule) -> str:
    """Return which sort of sheet a recurring duty asks for; what follows a fact asks for none."""
    if "every" not in rule.model_fields_set or not sorts.belongings_of(rule):
        return ""
    return PAPERS.get(sorts.sort_of_rule(rule), "")


def _owed(row: OwedRow, rule: Rule, sort: str, sheet: int | None) -> Due:
    return Due(
        due_at=row.due_at,
        opened_at=row.opened_at,
        provisional=row.provisional,
        warn_at=row.warn_at,
        state=row.state,
        late=row.late,
        pk=row.id,
        title=of_language((row.duty, row.duty_en)) or row.duty,
        sort=sort,
        every=getattr(rule, "every", None) or "",
        period=row.about.rpartition(":")[2] if row.about.startswith("duty:") else "",
        book=row.title,
        clause_number=row.clause_number,
        has_review=getattr(rule, "review", None) is not None,
        sheet=sheet,
    )


SORTING = Sorting(
    (
        Order("begun", pgettext_lazy("order", "Begun"), ("pk",), first=DOWN),
        Order("period", pgettext_lazy("order", "Period"), ("since", "pk"), first=DOWN),
        Order("author", pgettext_lazy("order", "Author"), ("author__name", "pk")),
        Order(
            "submitted", pgettext_lazy("order", "Submitted"), ("submitted_at", "pk"), first=DOWN,
            may_lack=True,
        ),
    ),
    default="-begun",
)  # fmt: skip


def sheets_of(
    member: Member, today: date, *, sort: str = "", team: bool = False, order: str = "",
    cursor: str = "",
) -> SheetList:  # fmt: skip
    """List a member's plans and reports, or those of everybody below them, as they are sorted."""
    rows, after = written(member, today, sort=sort, team=team, order=order, cursor=cursor)
    due = [] if team else owed_by(member, today)
    return SheetList(
        due=tuple(one for one in due if not sort or one.sort == sort),
        to_check=() if team else tuple(to_check(member, today)),
        rows=tuple(rows),
        after=after,
    )


def written(
    member: Member, today: date, *, sort: str = "", team: bool = False, order: str = "",
    cursor: str = "",
) -> tuple[list[SheetRow], str]:  # fmt: skip
    """Return a page of what a member wrote, or everybody below them, and the next one's cursor."""
    people = gates.below(member, today) - {member.pk} if team else {member.pk}
    found = Sheet.objects.filter(author__in=people).select_related("author")
    if team:
        found = found.exclude(state=Sheet.State.DRAFT)
    if sort in SECTIONS:
        found = found.filter(sort=sort)
    rows, after = sorting.rows(found, SORTING.stages(order), after=cursor, limit=PAGE)
    return [_row(row) for row in rows], after


def _row(sheet: Sheet) -> SheetRow:
    return SheetRow(
        pk=sheet.pk,
        title=sheet.title,
        sort=sheet.sort,
        state=sheet.state,
        author=sheet.author.name,
        since=sheet.since,
        until=sheet.until,
        submitted_at=sheet.submitted_at,
    )


def to_check(member: Member, today: date) -> list[SheetRow]:
    """List the submitted sheets whose review the member owes, in two queries."""
    own = standing_today(member, today).own
    rows = owed.owed_by(member, None, 200, posts=own.posts, team_ids=own.team_ids)
    matters = [row.about for row in rows if row.rule_id.endswith(".review")]
    found = Sheet.objects.filter(obligation__about__in=matters, state=Sheet.State.SUBMITTED)
    return [_row(one) for one in found.select_related("author").order_by("submitted_at", "pk")]


# ── one sheet ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One text of a sheet."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """Everything the page of a sheet shows."""

    sheet: Sheet
    figures: tuple[tuple[Figure, str], ...]
    sections: tuple[Section, ...]
    versions: tuple[SheetVersion, ...]
    belongs: Belongs | None
    review: ObligationRow | None
    has_review: bool
    house: House

    @property
    def bare_rule(self) -> Rule | None:
        """The rule it discharges when no fact of its own is filled in for it."""
        return self.belongs.rule if self.belongs and self.belongs.is_bare else None

    @property
    def is_open(self) -> bool:
        """Whether it is still being written."""
        return self.sheet.state in (Sheet.State.DRAFT, Sheet.State.RETURNED)


def sheet_page(
    sheet: Sheet, reader: Member, now: datetime, version: int | None = None
) -> SheetPage:
    """Gather a sheet's page: figures anew while it is written, as they stood once submitted."""
    today = timezone.localdate(now)
    house = regulations.house_on(today)
    versions = tuple(sheet.versions.select_related("written_by").order_by("-version"))
    chosen = next((one for one in versions if one.version == version), None)
    writing = sheet.state in (Sheet.State.DRAFT, Sheet.State.RETURNED) and chosen is None
    latest = chosen or (versions[0] if versions else None)
    counted = figures.figures_of(sheet, today) if writing or latest is None else figures.kept(
        latest.figures
    )  # fmt: skip
    rule = _rule_of(sheet, house)
    return SheetPage(
        sheet=sheet,
        figures=tuple((one, figures.href_of(sheet, one)) for one in counted),
        sections=tuple(_sections(sheet, latest, counted)),
        versions=versions,
        belongs=_belongs(sheet, rule),
        review=_review(sheet, reader, today),
        has_review=getattr(rule, "review", None) is not None,
        house=house,
    )


def filled_in_with(page: SheetPage, writer: Member, today: date) -> Belongs | None:
    """Return whose fact a writer fills in as they submit a sheet, None for none.

    What a fact costs or earns is not for whoever reports it to say.
    """
    belongs = page.belongs
    if belongs is None or belongs.is_bare or belongs.kind.kind == kinds.REPORT_SUBMITTED:
        return None
    moving = sorts.moving_kinds(page.house.in_force.rulebook)
    if belongs.kind.kind in moving and not gates.records_for_others(writer, today):
        return None
    return belongs


def _rule_of(sheet: Sheet, house: House) -> Rule | None:
    obligation = sheet.obligation
    if obligation is not None:
        return house.rule(obligation.regulation, obligation.rule_id, obligation.version_id)
    return house.in_force.rulebook.find(sheet.regulation, sheet.rule_id) if sheet.rule_id else None


def _belongs(sheet: Sheet, rule: Rule | None) -> Belongs | None:
    found = sorts.belongings_of(rule)
    return next((one for one in found if one.kind.kind == sheet.fact_kind), None)


def _sections(
    sheet: Sheet, latest: SheetVersion | None, counted: Iterable[Figure]
) -> Iterable[Section]:
    for key in SECTIONS[sheet.sort]:
        text = latest.sections.get(key, "") if latest else _begun(key, counted)
        yield Section(key=key, label=section_label(key), text=text)


def _begun(key: str, counted: Iterable[Figure]) -> str:
    """Return what a new report says was done: its figures in words, without the empty ones."""
    if key != "done":
        return ""
    return "\n".join(one.line for one in counted if one.value != "0")


def _review(sheet: Sheet, reader: Member, today: date) -> ObligationRow | None:
    if sheet.state != Sheet.State.SUBMITTED or sheet.obligation is None:
        return None
    wanted = f"{sheet.obligation.rule_id}.review"
    for one in owed.open_about(sheet.obligation.about):
        if one.rule_id == wanted and gates.owes(reader, one, today):
            return one
    return None


# ── beginning one ────────────────────────────────────────────────────────────────────────────


def period_for(
    sort: str, obligation: ObligationRow | None, every: str, today: date
) -> tuple[date, date]:
    """Return the days a new sheet is about.

    What is owed early in its period looks back on the one before; a plan owed late in it looks
    ahead to the next.
    """
    day, due = today, obligation.due_at if obligation else None
    if obligation is not None and obligation.about.startswith("duty:"):
        day = _first_day(obligation.about.rpartition(":")[2], today)
    rhythm = "day" if every == "working_day" else every or "week"
    period = period_of_rhythm(rhythm, day)
    since, until = period.since, period.until - timedelta(days=1)
    if due is None or since == until:
        return since, until
    gone = (timezone.localdate(due - timedelta(seconds=1)) - since) / (until - since)
    if sort == Sort.REPORT and gone < 1 / 2:
        return figures.period_before(since, until)
    if sort == Sort.PLAN and gone >= 1 / 2:
        return figures.period_after(since, until)
    return since, until


def _first_day(key: str, today: date) -> date:
    try:
        return place_of(key).begins
    except ValueError:
        return today


def written_at(rule: Rule, obligation: int) -> str:
    """Return where the plan or report is written by which a duty is done; empty for any other."""
    if not _paper(rule) or rule.id.endswith(".review"):
        return ""
    return f"{reverse('office:new_sheet')}?obligation={obligation}"


def paper_of(obligation: ObligationRow, today: date) -> tuple[str, Belongs | None, str]:
    """Return which sort of sheet an obligation asks for, the fact that meets it, its rhythm."""
    house = regulations.house_on(today)
    rule = house.rule(obligation.regulation, obligation.rule_id, obligation.version_id)
    found = sorts.belongings_of(rule)
    sort = _paper(rule) or Sort.REPORT
    return sort, (found[0] if found else None), getattr(rule, "every", None) or ""
