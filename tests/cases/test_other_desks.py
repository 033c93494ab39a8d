"""Exports of other desks: tickets become cases, what was said in them replies and notes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shouwen.cases.importing import MappingError
from shouwen.cases.importing.command_line import command
from shouwen.cases.importing.foreign import foreign_rows
from shouwen.cases.importing.foreign.texts import plain
from shouwen.cases.models import Case
from shouwen.customers.models import Customer
from shouwen.journal import queries as journal

EXPORTS = Path(__file__).parent / "exports"
ZAMMAD = [EXPORTS / f"zammad-{part}.json" for part in ("tickets", "articles", "lists")]
OSTICKET = [EXPORTS / "osticket.json", EXPORTS / "osticket-panel.csv"]


def imported(tmp_path, files, desk, **more):
    said: list[str] = []
    code = command(files=files, desk=desk, errors=tmp_path / "errors.csv", say=said.append, **more)
    assert code == 0, (said, (tmp_path / "errors.csv").read_text(encoding="utf-8-sig"))


def test_a_zammad_ticket_becomes_a_case_with_its_articles_at_their_times(
    cast, engineering, tmp_path
):
    imported(tmp_path, ZAMMAD, "zammad")

    case = Case.objects.get(reference="31081")
    facts = journal.timeline(case.about)
    assert [fact.kind for fact in facts] == [
        "case_opened", "case_noted", "case_replied", "case_added_to", "case_resolved",
        "case_closed",
    ]  # fmt: skip
    assert facts[2].happened_at == datetime(2024, 3, 4, 3, 0, tzinfo=UTC)
    assert (case.title, case.severity, case.channel) == ("电梯停运", "major", "phone")
    assert case.text == "三号楼电梯停运\n\n有老人被困过"
    assert (case.handler, case.responsible_department) == (cast.wang, engineering)
    assert (case.state, str(case.customer.phone)) == ("closed", "13812345678")
    assert [fact.actor_key for fact in facts[1:4:2]] == ["wang", ""]
    assert facts[2].details["text"] == "维保人员已到场。\n— Nicole Braun"
    assert facts[2].details["channel"] == "mail"


def test_answers_that_name_things_outright_need_no_lists(cast, tmp_path):
    imported(tmp_path, ZAMMAD, "zammad")

    case = Case.objects.get(reference="31082")
    assert (case.state, case.severity, case.handler) == ("open", "minor", None)
    assert (case.customer.name, case.customer.email) == ("Mia Chen", "mia@example.com")


def test_the_same_export_read_again_changes_nothing(cast, tmp_path):
    imported(tmp_path, ZAMMAD, "zammad")
    imported(tmp_path, ZAMMAD, "zammad")

    assert (Case.objects.count(), Customer.objects.count()) == (2, 2)
    assert len(journal.timeline(Case.objects.get(reference="31081").about)) == 6


def test_a_mapping_says_otherwise_where_it_does(cast, tmp_path):
    more = tmp_path / "more.yaml"
    more.write_text(
        "case: {type: {column: group, values: {工程部: repair}, otherwise: consultation}}",
        encoding="utf-8",
    )
    imported(tmp_path, ZAMMAD, "zammad", mapping=more)

    assert dict(Case.objects.values_list("reference", "case_type")) == {
        "31081": "repair", "31082": "consultation",
    }  # fmt: skip


def test_an_osticket_export_is_read_from_its_tables_and_its_panel(cast, engineering, tmp_path):
    imported(tmp_path, OSTICKET, "osticket")

    with_thread, without = (Case.objects.get(reference=f"10004{n}") for n in (1, 2))
    facts = journal.timeline(with_thread.about)
    assert [fact.kind for fact in facts] == [
        "case_opened", "case_replied", "case_noted", "case_resolved", "case_closed",
    ]  # fmt: skip
    assert facts[1].details["text"] == "今天下午上门。"
    assert (with_thread.title, with_thread.text) == ("水管漏水", "厨房水管漏水")
    assert (with_thread.handler, with_thread.channel) == (cast.wang, "phone")
    assert (without.title, without.state, without.channel) == ("停车费发票", "open", "mail")
    assert without.customer.email == "zhao@example.com"


def test_a_dry_run_of_an_export_writes_nothing(cast, tmp_path):
    imported(tmp_path, OSTICKET, "osticket", dry_run=True)

    assert not Case.objects.exists()


@pytest.mark.parametrize("desk", ["zammad", "osticket"])
@pytest.mark.parametrize(
    "content", ["[]", "{", "[" * 100_000, '{"tickets": 5}', '[{"type": "table"}]', "a,b\n1,2\n"]
)
def test_what_is_no_export_is_told_in_one_sentence(cast, tmp_path, desk, content):
    path = tmp_path / "export.json"
    path.write_text(content)

    with pytest.raises(MappingError, match=r"export\.json"):
        list(foreign_rows(desk, [path]))


def test_a_file_without_mapping_and_desk_is_refused(tmp_path):
    assert command(files=ZAMMAD, say=lambda _: None) == 2


@pytest.mark.once
@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b&amp;c", "a\nb&c"),
        ("<style>x</style><div>a</div></style>b", "a\nb"),
        ("a < b", "a < b"),
        ("", ""),
    ],
)
def test_html_is_read_as_text(html, text):
    assert plain(html) == text
