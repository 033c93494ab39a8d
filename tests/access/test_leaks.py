from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from shouwen.journal.models import FactRow
from shouwen.obligations.models import ObligationRow

MOMENT = "%Y-%m-%dT%H:%M"


def report(client, **details):
    sent = {
        "happened_at": timezone.localtime().strftime(MOMENT),
        "idempotency_key": "0123456789abcdef01",
    }
    sent |= {f"detail-{name}": value for name, value in details.items()}
    return client.post(reverse("access:report_leak", args=["leak_found"]), sent)


def test_anybody_reports_a_leak_and_the_deadline_of_the_rule_begins(cast, rules, client):
    client.force_login(cast.zhang)

    answer = report(client, subject="C000001")

    assert answer.status_code == 302
    (owed,) = ObligationRow.objects.all()
    assert (owed.owner, owed.duty) == (cast.zhang, "报告泄密")
    assert "报告泄密" in client.get(answer["Location"]).content.decode()


def test_the_next_fact_of_a_leak_is_recorded_on_its_page_and_meets_the_deadline(
    cast, rules, client
):
    client.force_login(cast.zhang)
    place = report(client)["Location"]
    sent = {
        "kind": "leak_reported", "idempotency_key": "x" * 20, "detail-reported_to": "he",
        "happened_at": timezone.localtime().strftime(MOMENT),
    }  # fmt: skip

    assert "?kind=leak_reported" in client.get(place).content.decode()
    assert client.get(f"{place}?kind=leak_reported").status_code == 200
    client.post(place, sent)

    assert FactRow.objects.filter(kind="leak_reported").exists()
    assert ObligationRow.objects.get().state == "met"


def test_a_report_is_read_by_its_reporter_and_by_who_sees_everything_only(cast, rules, client):
    client.force_login(cast.zhang)
    place = report(client)["Location"]

    for member, status in ((cast.he, 200), (cast.zhang, 200), (cast.wang, 404)):
        client.force_login(member)
        assert client.get(place).status_code == status, member
    assert place not in client.get(reverse("access:leaks")).content.decode()


def test_the_form_sent_twice_reports_one_leak(cast, rules, client):
    client.force_login(cast.zhang)
    report(client)
    report(client)

    assert FactRow.objects.filter(kind="leak_found").count() == 1
