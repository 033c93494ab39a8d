"""A round is looked at line by line, finished with its evidence, reviewed, or missed."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from shouwen.enforcement.watch import watch_once
from shouwen.files.models import StoredFile
from shouwen.journal import queries as journal
from shouwen.obligations import queries as owed
from shouwen.people.models import Holding
from shouwen.rounds.models import Finding
from tests.rounds.conftest import MORNING, owed_under, photo, signed_in

pytestmark = pytest.mark.django_db
LINES = ("place:lobby", "place:car_park", "item:areas:floor")


def send(client, address, **fields):
    return client.post(address, {"idempotency_key": uuid4().hex, **fields})


def look(client, pk, line, result="ok", **more):
    return send(client, f"/rounds/{pk}/look/", line=line, result=result, **more)


def walk(client, pk):
    look(client, pk, LINES[0], photo=photo())
    for line in LINES[1:]:
        look(client, pk, line)


@pytest.fixture
def daily(cast, patrol):
    return owed_under("daily")


@pytest.fixture
def reviewing(cast, daily):
    client = signed_in(cast.wang)
    walk(client, daily.pk)
    send(client, f"/rounds/{daily.pk}/finish/", evidence="都正常")
    return next(o for o in owed.open_about(daily.about) if o.rule_id == "daily.review")


def test_todays_rounds_are_mine_and_lead_to_their_page(cast, daily):
    page = signed_in(cast.wang).get("/rounds/").content.decode()

    assert "巡查大堂和停车场" in page
    assert f"/rounds/{daily.pk}/" in page


def test_the_team_leader_sees_the_rounds_of_the_team(cast, daily):
    page = signed_in(cast.li).get("/rounds/?team").content.decode()

    assert "巡查大堂和停车场" in page


def test_somebody_of_another_team_finds_no_such_round(cast, daily):
    client = signed_in(cast.zhao)

    assert client.get(f"/rounds/{daily.pk}/").status_code == 404
    assert look(client, daily.pk, LINES[0]).status_code == 404


def test_whoever_only_leads_may_read_but_not_tick(cast, patrol, daily):
    from shouwen.people.models import Grant

    Grant.objects.filter(permission="facts.record").delete()
    client = signed_in(cast.li)

    assert client.get(f"/rounds/{daily.pk}/").status_code == 200
    assert look(client, daily.pk, LINES[0]).status_code == 403


def test_a_round_shows_its_route_and_the_checklist_of_its_clause(cast, daily):
    page = signed_in(cast.wang).get(f"/rounds/{daily.pk}/").content.decode()

    assert all(text in page for text in ("大堂", "停车场", "地面干净", "查看内容"))
    assert 'capture="environment"' in page


def test_a_line_is_ticked_with_note_and_photograph(cast, daily):
    answer = look(signed_in(cast.wang), daily.pk, LINES[0], note="很亮", photo=photo())

    (tick,) = journal.facts_of_kind("round_checked", about=daily.about)
    assert answer["Location"] == f"/rounds/{daily.pk}/#place-lobby"
    assert (tick.details["line"], tick.details["result"]) == (LINES[0], "ok")
    assert tick.details["files"] == StoredFile.objects.get().sha256


def test_an_item_of_a_checklist_is_a_check_of_its_rule_as_well(cast, daily):
    look(signed_in(cast.wang), daily.pk, LINES[2])

    (checked,) = journal.facts_of_kind("conduct_checked", about=daily.about)
    assert (checked.details["rule"], checked.details["passed"]) == ("areas", True)


def test_the_same_form_sent_twice_changes_nothing(cast, daily, clock):
    client, form = signed_in(cast.wang), {"idempotency_key": uuid4().hex, "line": LINES[0]}
    form["result"] = "ok"

    client.post(f"/rounds/{daily.pk}/look/", form)
    clock.now += timedelta(minutes=1)
    again = client.post(f"/rounds/{daily.pk}/look/", form)

    assert again.status_code == 302
    assert len(journal.facts_of_kind("round_checked", about=daily.about)) == 1


def test_what_was_done_without_network_keeps_its_time(cast, daily, clock):
    clock.now += timedelta(hours=3)
    at = (MORNING + timedelta(minutes=5)).isoformat()
    look(signed_in(cast.wang), daily.pk, LINES[0], done_at=at, sent_at=clock.now.isoformat())

    (tick,) = journal.facts_of_kind("round_checked", about=daily.about)
    assert tick.happened_at == MORNING + timedelta(minutes=5)
    assert tick.details["sent_later"] is True


@pytest.mark.parametrize(("code", "mark"), [("lobby", "scanned"), ("car_park", "place_differs")])
def test_a_scanned_code_proves_its_place_and_no_other(cast, daily, code, mark):
    look(signed_in(cast.wang), daily.pk, "place:lobby", scanned=code)

    (tick,) = journal.facts_of_kind("round_checked", about=daily.about)
    assert tick.details[mark] is True


def test_a_code_opens_the_members_own_round_at_its_place(cast, daily):
    answer = signed_in(cast.wang).get("/rounds/at/patrol/daily/lobby/")

    assert answer["Location"] == f"/rounds/{daily.pk}/?at=lobby#place-lobby"
    assert signed_in(cast.zhang).get("/rounds/at/patrol/daily/lobby/")["Location"] == "/rounds/"
    assert signed_in(cast.wang).get("/rounds/at/patrol/daily/moon/").status_code == 404


def test_every_place_has_a_code_to_print(cast, patrol):
    page = signed_in(cast.li).get("/rounds/places/").content.decode()

    assert page.count("data:image/svg+xml") == 2


def test_a_line_nobody_looked_at_keeps_the_round_open(cast, daily):
    client = signed_in(cast.wang)
    look(client, daily.pk, LINES[0], photo=photo())

    answer = send(client, f"/rounds/{daily.pk}/finish/", evidence="都正常")

    assert answer.status_code == 422
    assert "停车场" in answer.content.decode()
    assert owed.find(daily.pk).state == "open"


@pytest.mark.parametrize(("evidence", "with_photo"), [("都正常", False), ("", True)])
def test_what_the_duty_wants_as_proof_has_to_be_there(cast, daily, evidence, with_photo):
    client = signed_in(cast.wang)
    send(client, f"/rounds/{daily.pk}/rest/")

    more = {"photo": photo()} if with_photo else {}
    answer = send(client, f"/rounds/{daily.pk}/finish/", evidence=evidence, **more)

    assert answer.status_code == 422
    assert owed.find(daily.pk).state == "open"


def test_a_finished_round_is_met_and_its_reviewer_owes_a_look(cast, daily, reviewing):
    assert owed.find(daily.pk).state == "met"
    (done,) = journal.facts_of_kind("duty_done", about=daily.about)
    assert done.details["photos"] == 1
    assert reviewing.owed_by == "post:team_leader"


def test_the_reviewer_sees_what_was_done_with_its_photographs(cast, daily, reviewing):
    client = signed_in(cast.li)

    page = client.get(f"/rounds/{reviewing.pk}/").content.decode()

    file = StoredFile.objects.get()
    assert "都正常" in page
    assert f"/files/{file.sha256}/small/" in page
    assert client.get(f"/files/{file.sha256}/").status_code == 200
    assert signed_in(cast.zhang).get(f"/files/{file.sha256}/").status_code == 404


def test_what_is_in_order_ends_the_review(cast, reviewing):
    send(signed_in(cast.li), f"/rounds/{reviewing.pk}/finish/")

    assert owed.find(reviewing.pk).state == "met"


def test_what_is_sent_back_is_owed_again_and_reviewed_again(cast, daily, reviewing):
    back = f"/rounds/{reviewing.pk}/back/"
    send(signed_in(cast.li), back, work=daily.pk, reason="照片不清")

    client = signed_in(cast.wang)
    page = client.get(f"/rounds/{daily.pk}/").content.decode()
    assert owed.find(daily.pk).state == "open"
    assert owed.find(reviewing.pk).state == "withdrawn"
    assert "照片不清" in page

    send(client, f"/rounds/{daily.pk}/finish/", evidence="重拍", photo=photo(10))
    again = [o for o in owed.open_about(daily.about) if o.rule_id == "daily.review"]
    assert owed.find(daily.pk).state == "met"
    assert len(again) == 1


def test_nothing_is_sent_back_without_a_reason(cast, daily, reviewing):
    answer = send(signed_in(cast.li), f"/rounds/{reviewing.pk}/back/", work=daily.pk, reason=" ")

    assert answer.status_code == 422
    assert owed.find(daily.pk).state == "met"


def test_a_missed_round_shows_what_followed_and_why(cast, daily, clock):
    clock.now = MORNING + timedelta(hours=10)
    watch_once(now=clock.now)

    page = signed_in(cast.wang).get(f"/rounds/{daily.pk}/").content.decode()

    assert "10.00" in page
    assert "小王" in page


def test_what_was_done_late_stays_on_the_list_of_what_was_missed(cast, daily, clock):
    clock.now = MORNING + timedelta(hours=10)
    watch_once(now=clock.now)
    client = signed_in(cast.wang)
    before = client.get("/rounds/").content.decode()
    walk(client, daily.pk)
    send(client, f"/rounds/{daily.pk}/finish/", evidence="补巡")

    after = client.get("/rounds/").content.decode()

    assert 'id="missed"' not in before
    assert f"task-{daily.pk}" in before
    assert f"task-{daily.pk}" in after.partition('id="missed"')[2]


# ── findings ─────────────────────────────────────────────────────────────────────────────────


def found(client, pk, **more):
    fields = {"detail-place": "大堂", "detail-text": "三号灯不亮", **more}
    address = f"/rounds/{pk}/found/?kind=light_out&line=place:lobby"
    return send(client, address, **fields)


def test_what_may_be_found_are_the_facts_after_which_something_has_to_be_done(cast, daily):
    page = signed_in(cast.wang).get(f"/rounds/{daily.pk}/found/").content.decode()

    assert "灯不亮" in page
    assert "灯已修好" not in page


def test_a_finding_becomes_a_matter_with_its_own_deadline(cast, daily):
    found(signed_in(cast.wang), daily.pk, photo=photo())

    finding = Finding.objects.get()
    (mend,) = owed.open_about(finding.about)
    assert mend.due_at == MORNING + timedelta(hours=2)
    assert mend.owner == cast.zhang
    (tick,) = journal.facts_of_kind("round_checked", about=daily.about)
    assert tick.details["result"] == "finding"


def test_two_findings_of_a_kind_are_two_matters(cast, daily):
    client = signed_in(cast.wang)
    found(client, daily.pk)
    found(client, daily.pk)

    assert len({row.about for row in Finding.objects.all()}) == 2


def test_a_finding_is_put_right_and_checked_again(cast, daily):
    found(signed_in(cast.wang), daily.pk, photo=photo())
    finding = Finding.objects.get()
    (mend,) = owed.open_about(finding.about)

    done = send(signed_in(cast.zhang), f"/rounds/{mend.pk}/do/light_mended/",
                **{"detail-how": "换了灯泡", "photo": photo(200)})  # fmt: skip
    (recheck,) = owed.open_about(finding.about)
    page = signed_in(cast.wang).get(f"/rounds/findings/{finding.pk}/").content.decode()

    assert done.status_code == 302
    assert recheck.rule_id == "recheck"
    assert "换了灯泡" in page
    assert page.count("/small/") == 2


def test_the_one_who_mends_sees_the_photograph_of_what_was_found(cast, daily):
    found(signed_in(cast.wang), daily.pk, photo=photo())

    file = StoredFile.objects.get()
    assert signed_in(cast.zhang).get(f"/files/{file.sha256}/").status_code == 200


def test_what_the_way_fixes_is_not_asked(cast, daily):
    found(signed_in(cast.wang), daily.pk)
    (mend,) = owed.open_about(Finding.objects.get().about)
    send(signed_in(cast.zhang), f"/rounds/{mend.pk}/do/light_mended/")
    (recheck,) = owed.open_about(Finding.objects.get().about)
    client = signed_in(cast.li)

    page = client.get(f"/rounds/{recheck.pk}/do/light_rechecked/").content.decode()
    send(client, f"/rounds/{recheck.pk}/do/light_rechecked/")

    assert "detail-lit" not in page
    assert owed.find(recheck.pk).state == "met"


def test_a_finding_no_rule_knows_is_kept_with_the_round(cast, daily):
    look(signed_in(cast.wang), daily.pk, LINES[0], "finding", note="有一股味道")

    assert not Finding.objects.exists()
    assert "有一股味道" in signed_in(cast.wang).get(f"/rounds/{daily.pk}/").content.decode()


def test_a_finding_without_a_word_is_refused(cast, daily):
    assert look(signed_in(cast.wang), daily.pk, LINES[0], "finding").status_code == 422


def test_a_finding_may_be_reported_off_a_round(cast, patrol):
    fields = {"detail-place": "车库", "detail-text": "灯不亮"}
    send(signed_in(cast.wang), "/rounds/findings/new/?kind=light_out", **fields)

    assert Finding.objects.get().found_on is None


def test_others_find_no_such_finding(cast, daily):
    found(signed_in(cast.wang), daily.pk)
    pk = Finding.objects.get().pk

    from shouwen.people.models import Grant

    Grant.objects.filter(permission="facts.record").delete()
    outsider = signed_in(cast.zhao)
    # 赵班长 leads whoever mends it, and so may read it; nobody else of that team may.
    assert outsider.get(f"/rounds/findings/{pk}/").status_code == 200
    owed_rows = owed.open_about(Finding.objects.get().about)
    type(owed_rows[0]).objects.update(owner=cast.wang, owed_by="member:wang")
    assert outsider.get(f"/rounds/findings/{pk}/").status_code == 404


@pytest.mark.parametrize("name", ["evil.jpg", "evil.svg"])
def test_a_hostile_upload_is_refused_in_words_and_nothing_is_recorded(cast, daily, name):
    from django.core.files.uploadedfile import SimpleUploadedFile

    evil = SimpleUploadedFile(name, b"<svg onload=alert(1)>", "image/jpeg")
    answer = look(signed_in(cast.wang), daily.pk, LINES[0], photo=evil)

    assert answer.status_code == 422
    assert not journal.facts_of_kind("round_checked", about=daily.about)


def test_a_form_without_its_key_is_refused(cast, daily):
    answer = signed_in(cast.wang).post(f"/rounds/{daily.pk}/look/", {"line": LINES[0]})

    assert answer.status_code == 422


def test_the_desk_leads_to_the_round(cast, daily):
    page = signed_in(cast.wang).get("/").content.decode()

    assert f'href="/rounds/{daily.pk}/"' in page


def test_a_fact_shows_the_photographs_it_names(cast, daily):
    look(signed_in(cast.wang), daily.pk, LINES[0], photo=photo())
    (tick,) = journal.facts_of_kind("round_checked", about=daily.about)

    page = signed_in(cast.wang).get(f"/facts/{tick.number}/").content.decode()

    sha256 = StoredFile.objects.get().sha256
    assert f"/files/{sha256}/small/" in page
    assert page.count(sha256) == 2


def test_a_duty_sent_back_is_done_from_the_desk_once_more(cast, daily, reviewing):
    back = f"/rounds/{reviewing.pk}/back/"
    send(signed_in(cast.li), back, work=daily.pk, reason="照片不清")

    signed_in(cast.wang).post(f"/obligations/{daily.pk}/done/", {"evidence": "重做"})

    assert owed.find(daily.pk).state == "met"


def test_nobody_reviews_their_own_round_whatever_posts_they_hold(cast, daily, reviewing):
    since = date(2024, 1, 1)
    Holding.objects.create(member=cast.wang, post=cast.posts["team_leader"], since=since)

    answer = send(signed_in(cast.wang), f"/rounds/{reviewing.pk}/finish/")
    by_click = signed_in(cast.wang).post(f"/obligations/{reviewing.pk}/done/", {}, follow=True)

    assert answer.status_code == 422
    assert "须由他人检查" in answer.content.decode()
    assert owed.find(reviewing.pk).state != "met"
    assert "须由他人检查" in by_click.content.decode()
