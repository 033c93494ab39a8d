"""A settlement says what is not known yet: of which fact, about whom, and who is to be asked."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.pay import wanting
from tests.enforcement.conftest import at

pytestmark = pytest.mark.usefixtures("rules")


def _wanted():
    return wanting.of_period("2024-03", at("2024-04-02 10:00"))


def test_it_names_the_fact_the_person_and_whoever_recorded_it(cast, record, clock, page_of):
    clock("2024-04-02 10:00")
    record("service_finished", "2024-02-29 10:00", person="wang")
    record("service_finished", "2024-03-04 10:00", person="zhang")

    (one,) = _wanted()

    assert (one.person, one.of) == ("张工", "李班长")
    page = page_of(cast.he, "/statement/periods/2024-03/")
    assert one.what in page
    assert "请向登记人李班长补问" in page


def test_it_asks_as_often_for_one_fact_as_for_many(cast, record):
    record("service_finished", "2024-03-04 10:00", person="zhang")
    with CaptureQueriesContext(connection) as few:
        _wanted()
    for day in range(5, 15):
        record("service_finished", f"2024-03-{day:02} 10:00", person="wang")
    with CaptureQueriesContext(connection) as many:
        assert len(_wanted()) == 11
    assert len(many) <= len(few)
