from __future__ import annotations

import csv
import gzip
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from shouwen.cases import importing
from shouwen.cases.choices import RunState
from shouwen.cases.importing import running
from shouwen.cases.importing.command_line import command
from shouwen.cases.models import Case, ImportFault, ImportRun
from shouwen.journal import queries as journal
from shouwen.obligations import queries as obligations

from .conftest import ZONE

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=ZONE)

MAPPING = """
source: paper-book
row: 序号
formats: ["%Y/%m/%d %H:%M"]
case:
  type: {column: 类型, values: {投诉: complaint, 报修: repair}}
  title: 主题
  text: 内容
  channel: {fixed: phone}
  category: [大类, 小类]
  handler: {column: 首问, values: {小王: wang}, otherwise: ""}
  customer: {name: 客户, phone: 电话}
  opened_at: 登记
  replied_at: 答复时间
  reply: 答复
  resolved_at: 办结
details:
  case_opened:
    floor: {column: 楼层, read: number}
"""
HEADER = ["序号", "类型", "主题", "内容", "大类", "小类", "首问", "客户", "电话", "登记",
          "答复时间", "答复", "办结", "楼层"]  # fmt: skip


def row(number, **other):
    wanted = {
        "序号": str(number), "类型": "投诉", "主题": f"噪音 {number}", "内容": "夜里施工",
        "大类": "环境", "小类": "噪音", "首问": "小王", "客户": "刘女士", "电话": "138 1234 5678",
        "登记": "2024/03/04 10:00", "答复时间": "", "答复": "", "办结": "", "楼层": "12",
    }  # fmt: skip
    return {**wanted, **other}


@pytest.fixture
def book(tmp_path):
    def write(rows, name="book.csv", encoding="utf-8"):
        path = tmp_path / name
        opened = gzip.open if name.endswith(".gz") else open
        with opened(path, "wt", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, HEADER)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def run(path, *, mapping=MAPPING, **options):
    return importing.import_cases(
        path=path,
        mapping=importing.read_mapping(mapping),
        mapping_text=mapping,
        actor=running.house_member(),
        clock=lambda: NOW,
        **options,
    )


def test_a_row_becomes_a_case_with_facts_at_its_own_times(rules, book):
    run(book([row(1, 答复时间="2024/03/04 15:00", 答复="已停工", 办结="2024/03/05 09:00")]))

    case = Case.objects.get()
    facts = journal.timeline(case.about)
    assert [fact.kind for fact in facts] == ["case_opened", "case_replied", "case_resolved"]
    assert facts[0].happened_at == datetime(2024, 3, 4, 10, 0, tzinfo=ZONE)
    assert facts[0].details["floor"] == 12
    assert (case.number, case.state) == ("T20240304-0001", "resolved")
    assert str(case.category.parent) == "环境"


def test_the_rulebook_of_that_day_judges_an_imported_row(rules, book):
    run(book([row(1)]))

    (owed,) = obligations.open_about(Case.objects.get().about)
    assert owed.due_at == datetime(2024, 3, 5, 10, 0, tzinfo=ZONE)


def test_an_answer_in_the_book_meets_what_was_owed(rules, book):
    run(book([row(1, 答复时间="2024/03/06 15:00", 答复="已停工")]))

    (answered,) = obligations.history(Case.objects.get().about)
    assert (answered.state, answered.late) == ("met", True)


def test_reading_the_same_file_again_changes_nothing(cast, book):
    path = book([row(1), row(2)])
    run(path)
    again = run(path)

    assert Case.objects.count() == 2
    assert (again.opened, again.repeated) == (0, 2)
    assert len(journal.timeline(Case.objects.earliest("pk").about)) == 1


def test_rows_of_one_customer_share_the_customer(cast, book):
    run(book([row(1), row(2), row(3, 客户="陈先生", 电话="")]))

    assert len(set(Case.objects.values_list("customer", flat=True))) == 2


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"类型": "闲聊"}, "闲聊"),
        ({"主题": ""}, "标题|title"),
        ({"登记": "昨天"}, "昨天"),
        ({"登记": ""}, "登记时间|opened"),
        ({"办结": "2024/03/01 09:00"}, "2024-03-01"),
        ({"楼层": "十二"}, "十二"),
        ({"序号": ""}, "序号"),
        ({"登记": "2099/01/01 10:00"}, "2099"),
        ({"主题": "坏\x00字"}, "."),
    ],
)
def test_a_faulty_row_is_told_with_its_line_and_the_others_go_in(
    cast, book, tmp_path, wrong, reason
):
    path = book([row(1), row(2, **wrong), row(3)])
    errors = tmp_path / "errors.csv"
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")

    code = command(files=[path], mapping=mapping, errors=errors, say=lambda _: None)

    (fault,) = list(csv.DictReader(errors.open(encoding="utf-8-sig")))
    assert code == 1
    assert Case.objects.count() == 2
    assert fault["_line"] == "3"
    assert __import__("re").search(reason, fault["_reason"])
    assert max(Case.objects.values_list("number", flat=True)).endswith("-0002")


def test_a_dry_run_writes_nothing(cast, book):
    done = importing.dry_run(
        path=book([row(1), row(2, 类型="闲聊")]),
        mapping=importing.read_mapping(MAPPING),
        clock=lambda: NOW,
    )

    assert (done.read, done.opened, done.faulty) == (2, 1, 1)
    assert not Case.objects.exists()
    assert not ImportRun.objects.exists()


def test_a_dry_run_refuses_the_rows_that_the_import_would_refuse(cast, book):
    path = book([row(1), row(2, 登记="2026/11/22 10:00"), row(3, 办结="2030/01/01 10:00")])

    tried = importing.dry_run(path=path, mapping=importing.read_mapping(MAPPING), clock=lambda: NOW)
    done = run(path)

    assert (tried.opened, tried.faulty) == (done.opened, done.faulty) == (1, 2)


def test_an_interrupted_import_goes_on_after_its_last_committed_batch(cast, book, monkeypatch):
    path = book([row(n) for n in range(1, 8)])
    seen = []

    def stop_at_the_second(done):
        seen.append(done.read)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(path, batch=2, tell=stop_at_the_second)
    stopped = ImportRun.objects.get()
    resumed = run(path, batch=2, resume=True)

    assert (stopped.state, stopped.committed_row) == (RunState.STOPPED, 4)
    assert resumed.pk == stopped.pk
    assert (resumed.opened, resumed.repeated, resumed.state) == (7, 0, RunState.DONE)
    assert Case.objects.count() == 7


def test_a_batch_and_its_progress_stand_or_fall_together(cast, book, monkeypatch):
    path = book([row(n) for n in range(1, 5)])

    def break_down(**_):
        raise RuntimeError

    monkeypatch.setattr(ImportFault.objects, "bulk_create", lambda *_: break_down())
    with pytest.raises(RuntimeError):
        run(path)

    assert not Case.objects.exists()
    assert ImportRun.objects.get().committed_row == 0


@pytest.mark.parametrize(("name", "encoding"), [("b.csv", "gb18030"), ("b.csv.gz", "utf-8-sig")])
def test_files_are_read_however_they_are_written(cast, book, name, encoding):
    run(book([row(1)], name=name, encoding=encoding))

    assert Case.objects.get().title == "噪音 1"


def test_naive_moments_are_read_in_the_zone_of_the_mapping(cast, book):
    mapping = MAPPING.replace("row:", "time_zone: America/New_York\nrow:", 1)
    run(book([row(1)]), mapping=mapping)

    assert Case.objects.get().opened_at == datetime(
        2024, 3, 4, 10, 0, tzinfo=ZoneInfo("America/New_York")
    )


def test_a_mapping_tells_all_its_faults_at_once():
    with pytest.raises(importing.MappingError) as faults:
        importing.read_mapping("source: x\nrow: a\ntime_zone: Mars\ncase: {type: a, titel: b}\n")

    lines = str(faults.value).splitlines()
    assert len(lines) == 4
    assert any("Mars" in line for line in lines)


def test_a_file_without_a_column_is_refused_before_anything_is_read(cast, tmp_path):
    path = tmp_path / "book.csv"
    path.write_text("序号,主题\n1,噪音\n", encoding="utf-8")

    with pytest.raises(importing.MappingError, match="登记"):
        run(path)


def test_an_upload_is_tried_out_and_then_imported_by_the_worker(
    cast, client, book, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast.he)

    def send(do):
        with book([row(1)]).open("rb") as file:
            from django.core.files.uploadedfile import SimpleUploadedFile

            mapping = SimpleUploadedFile("m.yaml", MAPPING.encode())
            with django_capture_on_commit_callbacks(execute=True):
                return client.post("/cases/imports/", {"file": file, "mapping": mapping, "do": do})

    tried = send("try")
    after_trial = Case.objects.count()
    begun = send("import")

    assert (tried.status_code, after_trial) == (302, 0)
    assert ImportRun.objects.get(is_trial=True).opened == 1
    assert begun.status_code == 302
    assert Case.objects.count() == 1
    assert client.get(begun.url).status_code == 200


@pytest.mark.parametrize(
    ("mapping", "fault"),
    [
        ("source: [", "m.yaml 第 1 行"),
        ("- a list", "m.yaml"),
        ("source: x", "缺少“row”"),
        (MAPPING.replace("主题", "标题"), "book.csv"),
    ],
)
def test_a_wrong_mapping_is_refused_with_the_names_of_the_files(cast, client, book, mapping, fault):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.force_login(cast.he)
    sent = SimpleUploadedFile("m.yaml", mapping.encode())
    with book([row(1)]).open("rb") as file:
        page = client.post("/cases/imports/", {"file": file, "mapping": sent, "do": "try"})

    assert page.status_code == 422
    assert fault in page.content.decode()


def test_imports_do_not_exist_for_who_may_not_see_every_case(cast, client):
    client.force_login(cast.wang)

    assert client.get("/cases/imports/").status_code == 404
