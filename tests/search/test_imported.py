"""What an import brings is found at once: its matters, and the customers it made."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shouwen.cases import importing
from shouwen.cases.importing import running
from shouwen.cases.models import Case
from shouwen.customers import actions as customers
from shouwen.customers.models import Customer
from shouwen.search import queries
from shouwen.search.models import Entry

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MAPPING = """
source: paper-book
row: 序号
formats: ["%Y/%m/%d %H:%M"]
case:
  type: {column: 类型, values: {投诉: complaint}}
  title: 主题
  customer: {name: 客户, phone: 电话}
  opened_at: 登记
"""
BOOK = """序号,类型,主题,客户,电话,登记
1,投诉,电梯停运,欧阳女士,13812345678,2024/03/04 10:00
2,投诉,门禁失灵,欧阳女士,13812345678,2024/03/05 10:00
3,投诉,水管爆裂,司徒先生,13912345678,2024/03/06 10:00
"""


@pytest.mark.django_db
def test_imported_matters_and_customers_stand_in_the_index(tmp_path: Path):
    known = customers.add_customer(name="司徒先生", phone="13912345678", at=NOW)
    path = tmp_path / "book.csv"
    path.write_text(BOOK, encoding="utf-8")
    importing.import_cases(
        path=path, mapping=importing.read_mapping(MAPPING), mapping_text=MAPPING,
        actor=running.house_member(), clock=lambda: NOW,
    )  # fmt: skip

    assert Case.objects.count() == 3
    new = Customer.objects.exclude(pk=known.pk).get()
    for kind in ("case", "customer"):
        assert queries.differences(kind) == ([], "")
    found = Entry.objects.get(about=f"customer:{new.number}")
    assert "欧阳女士" in [text for _shelf, text in found.parts]
    of_lift = Entry.objects.get(kind="case", head__startswith="电梯停运")
    assert "欧阳女士" in [text for _shelf, text in of_lift.parts]
