"""A statement as a PDF says what the page says, to whoever may open the page."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from tests.pay.test_statement import march

__all__ = ["march"]
pytestmark = [pytest.mark.usefixtures("rules"), pytest.mark.once]


def test_the_sheet_names_each_line_with_its_clause_and_the_net(cast, march, clock, client):
    clock("2024-03-20 10:00")
    client.force_login(cast.li)

    answer = client.get("/statement/of/wang/pdf/?month=2024-03")

    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="wang-2024-03.pdf"'
    for said in ("小王", "2024年3月", "收到表扬", "+300.00", "−100.00", "+450.00", "》"):
        assert said in text, said


def test_to_whom_the_statement_is_closed_there_is_no_sheet(cast, march, page_of):
    page_of(cast.zhao, "/statement/of/wang/pdf/", 404)
