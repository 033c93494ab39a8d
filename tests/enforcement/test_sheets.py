"""Two regulations may give one name to two fields, or one key to two forms."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.enforcement.actions import record_fact
from shouwen.journal.queries import facts_of_kind
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.enforcement.conftest import at, fact
from tests.enforcement.test_pages import signed_in

TEXT = """---
regulation: REGULATION
title: TITLE
in_force: 2024-01-01
facts:
  form_filled:
    details:
      amount: {type: TYPE, label: LABEL, label_en: Amount}
---

## 1 登记

```rule
id: register
kind: form
title: TITLE登记表
title_en: Register
fields: [amount]
numbering: {prefix: "PREFIX-", digits: 3}
```
"""
GAS = {"REGULATION": "gas", "TITLE": "气瓶", "TYPE": "number", "LABEL": "瓶数", "PREFIX": "G"}
CASH = {"REGULATION": "cash", "TITLE": "备用金", "TYPE": "money", "LABEL": "金额", "PREFIX": "C"}


@pytest.fixture
def both(cast: Cast) -> None:
    for words in (GAS, CASH):
        text = TEXT
        for place, word in words.items():
            text = text.replace(place, word)
        adopted = regulations.adopt(
            text=text, file_name="f.md", by=cast.he, at=at("2023-12-20 09:00")
        )
        assert isinstance(adopted, Version), [str(fault) for fault in adopted]


def fill(cast: Cast, regulation: str, number: str, amount: str):
    said = fact("form_filled", "2024-03-04 10:00", "form:register", form="register",
                regulation=regulation, number=number, amount=amount)  # fmt: skip
    return record_fact(said, actor=cast.li, recorded_at=said.happened_at)


@pytest.mark.usefixtures("both")
def test_each_form_counts_its_own_numbers_only(cast: Cast) -> None:
    assert fill(cast, "gas", "G-001", "3").fact is not None
    assert fill(cast, "cash", "C-001", "100.00").fact is not None

    skipped = fill(cast, "gas", "G-003", "3").refused
    assert skipped is not None
    assert skipped.reason == "form_number_not_next"
    assert fill(cast, "gas", "G-002", "3").fact is not None


@pytest.mark.usefixtures("both")
def test_each_form_is_asked_for_in_the_words_of_its_regulation(cast: Cast) -> None:
    client = signed_in(cast.li)

    listed = client.get(reverse("enforcement:kinds")).text
    gas = client.get("/facts/record/form_filled/?form=gas/register").text
    cash = client.get("/facts/record/form_filled/?form=cash/register").text

    assert "气瓶登记表" in listed
    assert "备用金登记表" in listed
    assert ("瓶数" in gas, "金额" in gas) == (True, False)
    assert ("瓶数" in cash, "金额" in cash) == (False, True)
    assert client.get("/facts/record/form_filled/?form=other/register").status_code == 404


@pytest.mark.usefixtures("both")
def test_what_is_filled_in_says_whose_form_it_is(cast: Cast) -> None:
    now = timezone.localtime()
    sent = signed_in(cast.li).post(
        "/facts/record/form_filled/?form=cash/register",
        {"happened_at": f"{now:%Y-%m-%dT%H:%M}", "detail-number": "C-001",
         "detail-amount": "100", "idempotency_key": "once"},
    )  # fmt: skip

    assert sent.status_code == 302, sent.text
    (row,) = facts_of_kind("form_filled")
    assert (row.details["form"], row.details["regulation"]) == ("register", "cash")


@pytest.mark.usefixtures("both")
def test_a_filled_form_is_read_in_the_words_of_its_regulation(cast: Cast) -> None:
    client = signed_in(cast.li)
    gas, cash = fill(cast, "gas", "G-001", "3").row, fill(cast, "cash", "C-001", "100.00").row

    assert "瓶数" in client.get(f"/facts/{gas.number}/").text
    assert "瓶数" not in client.get(f"/facts/{cash.number}/").text
