"""A month's worth of everything, so that no page is shown empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shouwen.adoption import actions as adoption
from shouwen.cases import actions, importing
from shouwen.cases.actions import NewCustomer
from shouwen.cases.models import Case, Category
from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.duties import open_duties
from shouwen.enforcement.watch import watch_once
from shouwen.ledger.queries import statement
from shouwen.obligations.queries import history
from shouwen.people import actions as people
from shouwen.policy.facts import Detail
from shouwen.regulations import actions as regulations
from shouwen.regulations import library
from shouwen.site.demo.loading import regulation_names
from tests.cast import Cast
from tests.enforcement.conftest import DESK, at, fact

FAULTY = DESK.replace("regulation: desk-rules", "regulation: desk-rules-2").replace(
    "within: 1 working day", "within: 1 wroking day"
)
SETTINGS = """settings:
  reply_limit:
    label: 答复时限
    label_en: Limit of a reply
    reading: 原文前后两处不同，一处写两个工作日，一处写三个；按较严的理解
    choices: {two: 两个工作日, three: 三个工作日}
    choices_en: {two: Two working days, three: Three working days}
    default: two
in_force: 2024-06-01"""
SOUND = DESK.replace(
    "within: 1 working day",
    "within: {by_setting: reply_limit, two: 2 working days, three: 3 working days}",
).replace("in_force: 2024-01-01", SETTINGS)
MAPPING = """
source: paper-book
row: 序号
formats: ["%Y/%m/%d %H:%M"]
case:
  type: {fixed: complaint}
  title: 主题
  opened_at: 登记
"""
BOOK = "序号,主题,登记\n1,路灯不亮,2024/03/01 10:00\n2,垃圾未清,昨天\n"


@dataclass(slots=True)
class Filled:
    """The keys of what there is, for addresses."""

    cases: list[Case]
    customer: int
    obligations: list[int]
    transfers: list[int]
    requests: list[int]
    facts: list[int]
    drafts: list[int]
    run: int


def fill(cast: Cast, folder: Path, *, packs: bool) -> Filled:
    """Let two days pass in the department; ``packs`` adopts the bundled regulations too."""
    start = at("2024-03-04 10:00")
    if packs:
        for name in regulation_names():
            text = library.text_of(name)
            adopted = regulations.adopt(text=text, file_name=f"{name}.md", by=cast.he, at=start)
            assert not isinstance(adopted, tuple), [str(fault) for fault in adopted]
    people.add_department(key="engineering", name="工程部")
    people.substitute(
        member=cast.zhao,
        substitute=cast.li,
        since=start.date(),
        until=at("2024-03-20 00:00").date(),
    )
    cases = _cases(cast, start)
    requests, facts = _facts(cast, start)
    watch_once(now=at("2024-03-05 18:01"))
    open_duties(now=at("2024-03-06 00:10"))
    drafts = [
        adoption.start_draft(text=text, file_name=name, by=cast.he, at=start).pk
        for name, text in (("草稿.md", FAULTY), ("新版.md", SOUND))
    ]
    return Filled(
        cases=cases, customer=cases[0].customer.pk,
        obligations=[row.id for case in cases for row in history(case.about)],
        transfers=[entry.id for entry in statement(cast.wang, "2024-03")],
        requests=requests, facts=facts, drafts=drafts, run=_import(cast, folder, start),
    )  # fmt: skip


def _cases(cast: Cast, start: datetime) -> list[Case]:
    top = Category.objects.create(name="环境", name_en="Surroundings", case_type="complaint")
    noise = Category.objects.create(name="噪音", name_en="Noise", case_type="complaint", parent=top)
    found = [
        actions.open_case(
            case_type=kind, title=title, text="周末早上七点就开始,\n已经说过两次。",
            severity=severity, channel="phone", at=start, recorded_at=start, actor=cast.wang,
            category=noise if kind == "complaint" else None,
            new_customer=NewCustomer(name=name, phone=phone, unit="A 座 1203"),
        ).case
        for kind, severity, title, name, phone in (
            ("complaint", "major", "楼上装修噪音", "刘女士", "13812345678"),
            ("complaint", "major", "电梯困人", "陈先生", "13900001111"),
            ("repair", "general", "水管漏水", "孙女士", "13700002222"),
        )
    ]  # fmt: skip
    _settle(cast, found[0])
    actions.pause(case=found[2], reason="等客户在家", actor=cast.wang, at=at("2024-03-04 11:00"))
    return found


def _settle(cast: Cast, case: Case) -> None:
    said = {"case": case, "actor": cast.wang}
    actions.add_note(text="业主下午在家", at=at("2024-03-04 10:20"), **said)  # type: ignore[arg-type]
    actions.reply(text="已联系装修户停工", at=at("2024-03-04 10:40"), **said)  # type: ignore[arg-type]
    actions.resolve(resolution="装修改到上午九点后", at=at("2024-03-04 16:00"), **said)  # type: ignore[arg-type]
    actions.record_callback(
        case=case, result="reached", satisfied=True, satisfaction=5, signed=True,
        recording="R-1", actor=cast.wang, at=at("2024-03-05 10:00"),
    )  # fmt: skip
    actions.close(case=case, actor=cast.wang, at=at("2024-03-05 10:30"))


def _facts(cast: Cast, start: datetime) -> tuple[list[int], list[int]]:
    def say(kind: str, **details: Detail):
        said = fact(kind, "2024-03-04 10:00", f"member:{details['person']}", **details)
        return record_fact(said, actor=cast.li, recorded_at=start)

    asked = say("saving_rewarded", person="zhang", amount="300").held
    assert asked is not None
    outcomes = [
        say("praised", person="he", amount="300"),
        say("rule_broken", person="wang", which="着装"),
        say("service_finished", person="zhang"),
    ]
    return [asked.pk], [outcome.row.number for outcome in outcomes]


def _import(cast: Cast, folder: Path, start: datetime) -> int:
    book = folder / "book.csv"
    book.write_text(BOOK, encoding="utf-8")
    return importing.import_cases(
        path=book,
        mapping=importing.read_mapping(MAPPING),
        mapping_text=MAPPING,
        actor=cast.he,
        clock=lambda: start,
    ).pk
