"""Lists: kept ones with their counters, columns, files, and a step for many matters."""

from __future__ import annotations

import contextlib
import io
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from shouwen.cases import actions, bulk, kept_views, tallies
from shouwen.cases.choices import BulkOutcome, BulkState, Shared
from shouwen.cases.gates import standing
from shouwen.cases.models import BulkRun, Case, Queue, QueueMember, Tally, View
from shouwen.people.refusals import RefusedError
from tests.cases.conftest import TEN

LIST = reverse("cases:list")


@pytest.fixture
def wangs(client: Client, cast) -> Client:
    client.force_login(cast.wang)
    return client


def opened(cast, n=1, **given):
    return [
        actions.open_case(
            **{
                "case_type": "complaint", "title": f"投诉 {number}", "channel": "phone",
                "severity": "general", "at": TEN, "recorded_at": TEN, "actor": cast.wang, **given,
            }
        ).case
        for number in range(n)
    ]  # fmt: skip


def where(member):
    return standing(member, TEN.date())


def keep(member, query, **given):
    return kept_views.keep_view(where=where(member), name="我的", query=query, **given)


# ── counters ─────────────────────────────────────────────────────────────────────────────────

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "open",
                "assign",
                "forward",
                "pause",
                "resume",
                "resolve",
                "close",
                "reopen",
                "severity",
                "priority",
                "queue",
                "note",
                "share",
                "fold",
            ]
        ),
        st.integers(0, 3),
    ),
    max_size=10,
)


def take(verb, which, cast, engineering):
    cases = list(Case.objects.order_by("pk"))
    if verb == "open" or not cases:
        opened(cast)
        return
    case = cases[which % len(cases)]
    same = {"case": case, "actor": cast.wang, "at": TEN}
    steps = {
        "assign": lambda: actions.assign(to=cast.li if which % 2 else cast.zhang, **same),
        "forward": lambda: actions.forward(department=engineering, **same),
        "pause": lambda: actions.pause(reason="等", **same),
        "resume": lambda: actions.resume(**same),
        "resolve": lambda: actions.resolve(resolution="好了", **same),
        "close": lambda: actions.close(**same),
        "reopen": lambda: actions.reopen(reason="没好", **same),
        "severity": lambda: actions.change_severity(severity="major", reason="重", **same),
        "priority": lambda: actions.change_priority(
            priority=("", "urgent", "low")[which % 3], reason="急", **same
        ),
        "queue": lambda: actions.move_to_queue(queue=_queue(which, cast), **same),
        "note": lambda: actions.add_note(text="记", **same),
        "share": lambda: actions.share(member=cast.zhang, percent=20, **same),
        "fold": lambda: tallies.fold(limit=1 + which),
    }
    with contextlib.suppress(RefusedError), transaction.atomic():
        steps[verb]()


def _queue(which, cast):
    """Return none, or one of two queues; 赵班长 works on the second and sees nothing else."""
    if which % 3 == 0:
        return None
    queue, _made = Queue.objects.get_or_create(name=f"队列 {which % 3}")
    if which % 3 == 2:
        QueueMember.objects.get_or_create(queue=queue, member=cast.zhao)
    return queue


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(taken=STEPS)
def test_counters_equal_a_recount_after_any_steps(cast, engineering, taken):
    with transaction.atomic():
        for verb, which in taken:
            take(verb, which, cast, engineering)

        assert tallies.differences() == []
        for member in (cast.wang, cast.li, cast.zhao, cast.he, cast.zhang):
            assert _shown(member) == _counted(member), member
        transaction.set_rollback(True)


QUERIES = [
    "state=unsettled", "state=unsettled&whose=mine", "state=resolved",
    "state=unsettled&severity=major", "state=unsettled&priority=urgent",
    "state=unsettled&priority=ordinary",
]  # fmt: skip


def _shown(member):
    wanted = {n: kept_views.filter_of(query) for n, query in enumerate(QUERIES)}
    return tallies.counts(where(member), wanted)


def _counted(member):
    from shouwen.cases.queries import cases

    found = {}
    for n, query in enumerate(QUERIES):
        page = cases(where(member), kept_views.filter_of(query), now=TEN, limit=500)
        found[n] = len(page.rows)
    return found


def test_a_recount_mends_what_was_changed_past_the_product(cast):
    opened(cast, 3)
    tallies.fold()
    Tally.objects.update(n=7)
    Case.objects.filter(title="投诉 0").update(severity="major")
    assert tallies.differences()

    tallies.rebuild()

    assert tallies.differences() == []
    assert _shown(cast.wang) == _counted(cast.wang)


def test_moves_are_added_to_their_cells_and_change_no_number(cast):
    cases = opened(cast, 3)
    actions.resolve(case=cases[0], resolution="好了", actor=cast.wang, at=TEN)
    shown = _shown(cast.wang)

    assert tallies.fold(limit=2) == 2
    assert _shown(cast.wang) == shown
    while tallies.fold(limit=2):
        pass

    assert not Tally.objects.filter(is_move=True).exists()
    assert _shown(cast.wang) == shown
    assert tallies.differences() == []


def test_an_upgrade_moves_matters_with_a_priority_to_cells_of_their_own(cast):
    from importlib import import_module

    from django.apps import apps

    migration = import_module("shouwen.cases.migrations.0016_priority_is_counted_and_listed")
    opened(cast, 3)
    Case.objects.filter(title="投诉 1").update(priority="urgent")
    for row in Tally.objects.all():
        Tally.objects.filter(pk=row.pk).update(key=row.key.removesuffix("|"))

    migration.name_the_priority_in_each_cell(apps, None)

    assert tallies.differences() == []
    tallies.fold()
    assert tallies.differences() == []
    assert _shown(cast.wang) == _counted(cast.wang)


def test_what_is_imported_together_is_counted_and_found(cast, tmp_path):
    from shouwen.cases.importing.batches import Known, open_all
    from shouwen.cases.importing.reading import RawRow
    from shouwen.cases.importing.rows import PlannedCase
    from shouwen.search import queries as search

    planned = [
        PlannedCase(
            row=RawRow(place=n, line=n, values={}), key=f"book:{n}", case_type="complaint",
            title=f"旧事 {n}", text="", reference="", severity="general", channel="phone",
            category=(), handler=cast.wang, department=None, customer="", phone="", unit="",
            email="", own={}, opened_at=TEN, opening={}, facts=(),
        )
        for n in (1, 2)
    ]  # fmt: skip

    open_all(planned, Known(actor=cast.he, recorded_at=TEN))

    assert tallies.differences() == []
    assert _shown(cast.wang)[0] == 2
    assert search.differences("case") == ([], "")


# ── kept lists ───────────────────────────────────────────────────────────────────────────────


def test_a_list_is_kept_under_its_name_with_its_number(wangs, cast):
    opened(cast, 2)
    opened(cast, 1, case_type="repair")

    wangs.post(reverse("cases:kept"), {
        "name": "未办结投诉", "query": "state=unsettled&type=complaint&after=9-9&nonsense=1",
        "shared_with": "nobody",
    })  # fmt: skip

    kept = View.objects.get()
    assert kept.query == "state=unsettled&type=complaint"
    page = wangs.get(f"{LIST}?{kept_views.address_of(kept)}").content.decode()
    assert '未办结投诉 <span class="n">2</span>' in page


def test_what_changes_with_the_clock_shows_no_number(cast):
    keep(cast.wang, "state=unsettled&late=on")

    assert kept_views.views_of(where(cast.wang))[0].count is None


@pytest.mark.parametrize(
    ("shared", "seen"),
    [(Shared.NOBODY, set()), (Shared.TEAM, {"li"}), (Shared.POST, set()),
     (Shared.ALL, {"li", "zhao", "he"})],
)  # fmt: skip
def test_a_list_is_seen_by_those_it_is_shared_with(cast, shared, seen):
    keep(cast.wang, "state=unsettled", shared_with=shared)

    found = {key for key in ("li", "zhao", "he") if kept_views.views_of(where(getattr(cast, key)))}

    assert found == seen


def test_nobody_changes_the_list_of_somebody_else(client, cast):
    view = keep(cast.wang, "state=unsettled", shared_with=Shared.ALL)
    client.force_login(cast.li)

    answers = [
        client.get(reverse("cases:kept_one", args=[view.pk])),
        client.post(reverse("cases:kept_change", args=[view.pk, "remove"])),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert View.objects.exists()


def test_the_list_wanted_first_is_shown_first(wangs, cast):
    view = keep(cast.wang, "state=unsettled&whose=mine", is_first=True)

    assert wangs.get(LIST).url == f"{LIST}?{kept_views.address_of(view)}"


def test_lists_change_places(cast):
    first, second = keep(cast.wang, "state=open"), keep(cast.wang, "state=paused")

    kept_views.move_view(view=second, up=True)

    assert [row.pk for row in kept_views.views_of(where(cast.wang))] == [second.pk, first.pk]


def test_the_list_costs_the_same_with_many_matters_and_many_kept_lists(wangs, cast):
    opened(cast, 1)
    keep(cast.wang, "state=unsettled")
    address = f"{LIST}?state=unsettled&col=number&col=due"
    wangs.get(address)
    with CaptureQueriesContext(connection) as one:
        wangs.get(address)
    opened(cast, 30)
    for state in ("open", "paused", "forwarded", "resolved"):
        keep(cast.wang, f"state={state}")
    with CaptureQueriesContext(connection) as many:
        wangs.get(address)

    assert len(many) == len(one)
    assert "COUNT(" not in " ".join(each["sql"] for each in many if "cases_case" in each["sql"]
                                    and "handler_id" not in each["sql"])  # fmt: skip


# ── columns and files ────────────────────────────────────────────────────────────────────────


def test_the_list_shows_the_chosen_columns_in_their_order(wangs, cast):
    opened(cast)

    page = wangs.get(LIST, {"col": ["channel", "number"], "state": ""}).content.decode()

    assert page.index(">渠道</th>") < page.index(">编号 <svg")
    assert ">标题</th>" not in page


def test_the_file_holds_what_the_list_shows(wangs, cast, liu):
    opened(cast, 2, customer=liu)
    opened(cast, 1, case_type="repair", title="=1+1")
    asked = {"state": "unsettled", "type": "repair", "col": ["title", "customer"]}

    text = b"".join(wangs.get(reverse("cases:export", args=["csv"]), asked)).decode("utf-8-sig")
    book = load_workbook(
        io.BytesIO(b"".join(wangs.get(reverse("cases:export", args=["xlsx"]), asked)))
    )

    assert text.splitlines() == ["标题,客户", "'=1+1,"]
    assert [[cell.value for cell in row] for row in book.active.rows] == [
        ["标题", "客户"], ["'=1+1", None],
    ]  # fmt: skip


def test_the_file_has_no_end_but_that_of_the_list(wangs, cast, monkeypatch):
    from shouwen.cases import columns

    monkeypatch.setattr(columns, "_BATCH", 2)
    opened(cast, 5)

    text = b"".join(wangs.get(reverse("cases:export", args=["csv"]), {"state": ""}))

    assert len(text.decode().splitlines()) == 6


def test_nobody_exports_what_they_may_not_open(client, cast):
    opened(cast)
    client.force_login(cast.zhao)

    text = b"".join(client.get(reverse("cases:export", args=["csv"]), {"state": ""}))

    assert len(text.decode().splitlines()) == 1


def test_a_confidential_customer_in_a_file_is_a_look(wangs, cast, liu):
    from shouwen.access.models import Look

    type(liu).objects.update(secrecy="secret")
    opened(cast, 1, customer=liu)

    text = b"".join(wangs.get(reverse("cases:export", args=["csv"]), {"state": ""})).decode()

    assert "刘女士" not in text
    assert Look.objects.get(how="export").subject == liu.number


# ── a step for many ──────────────────────────────────────────────────────────────────────────


def begun(cast, verb, cases, **data):
    return bulk.begin(
        verb=verb, cases=cases, data={k: [str(v)] for k, v in data.items()}, by=cast.li,
        at=TEN + timedelta(hours=1),
    )  # fmt: skip


def outcomes(run):
    return list(run.items.order_by("pk").values_list("outcome", flat=True))


def test_looking_changes_nothing_and_tells_each_refusal(cast):
    mine, settled = opened(cast, 2)
    actions.resolve(case=settled, resolution="好了", actor=cast.wang, at=TEN)

    run = begun(cast, "hand-over", [mine, settled], to=cast.zhang.pk, reason="换班")

    assert outcomes(run) == [BulkOutcome.POSSIBLE, BulkOutcome.REFUSED]
    assert run.items.get(case=settled).reason
    assert set(Case.objects.values_list("handler", flat=True)) == {cast.wang.pk}


def test_confirming_takes_what_is_possible_once(cast):
    cases = opened(cast, 3)
    run = begun(cast, "hand-over", cases, to=cast.zhang.pk, reason="换班")

    bulk.confirm(run=run, at=TEN + timedelta(hours=1))

    assert outcomes(run) == [BulkOutcome.DONE] * 3
    assert set(Case.objects.values_list("handler", flat=True)) == {cast.zhang.pk}
    with pytest.raises(RefusedError):
        bulk.confirm(run=run, at=TEN + timedelta(hours=1))


def test_what_was_handed_over_is_taken_back_by_further_facts(cast):
    cases = opened(cast, 2)
    run = begun(cast, "hand-over", cases, to=cast.zhang.pk, reason="换班")
    bulk.confirm(run=run, at=TEN + timedelta(hours=1))

    back = bulk.undo(run=BulkRun.objects.get(pk=run.pk), at=TEN + timedelta(hours=2))
    bulk.confirm(run=back, at=TEN + timedelta(hours=2))

    assert set(Case.objects.values_list("handler", flat=True)) == {cast.wang.pk}
    assert not bulk.may_undo(BulkRun.objects.get(pk=run.pk))


def test_many_matters_are_looked_at_in_the_background(cast, monkeypatch, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    cases = opened(cast, 3)

    run = begun(cast, "close", cases)

    assert BulkRun.objects.get().state in (BulkState.JUDGING, BulkState.JUDGED)
    bulk.work(BulkRun.objects.get(), TEN)
    assert outcomes(run) == [BulkOutcome.REFUSED] * 3


def test_ticking_leads_by_a_preview_to_the_hand_over(client, cast):
    cases = opened(cast, 2)
    client.force_login(cast.li)
    picked = {"verb": "hand-over", "pick": [case.number for case in cases]}

    asked = client.post(reverse("cases:bulk"), picked)
    preview = client.post(
        reverse("cases:bulk"), {**picked, "go": 1, "to": cast.zhang.pk, "reason": "换班"}
    )
    shown = client.get(preview.url)
    client.post(f"{preview.url}confirm/")

    assert 'name="reason"' in asked.content.decode()
    assert "2" in shown.content.decode()
    assert set(Case.objects.values_list("handler", flat=True)) == {cast.zhang.pk}


def test_nobody_looks_into_the_run_of_somebody_else(client, cast):
    run = begun(cast, "close", opened(cast))
    client.force_login(cast.zhao)

    assert client.get(reverse("cases:bulk_run", args=[run.pk])).status_code == 404


def test_what_is_not_open_to_a_member_is_not_picked(cast):
    hidden = opened(cast)[0]

    assert bulk.picked(where(cast.zhao), [hidden.number]) == []


def test_a_phone_is_told_how_many_filters_are_set(cast, client):
    client.force_login(cast.he)

    plain = client.get("/cases/?q=liu&order=due&state=").content.decode()
    narrowed = client.get("/cases/?type=repair&late=on&since=2026-01-01&state=").content.decode()

    label = re.compile(r'for="filters-shown">.*?</label>', re.DOTALL)
    assert 'class="n"' not in label.findall(plain)[0]
    assert '<span class="n">3</span>' in label.findall(narrowed)[0]
