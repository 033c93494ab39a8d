"""Before any regulation is adopted the desk explains itself."""

from __future__ import annotations


def test_a_house_without_regulations_has_an_empty_desk(cast, page_of):
    page = page_of(cast.wang)

    assert "没有待办事项" in page
    assert "暂无记录" in page
    assert "小王" in page


def test_a_stranger_is_asked_to_sign_in(client, db):
    assert client.get("/").status_code == 302
    assert client.get("/desk/counts/").status_code == 302
    assert client.get("/statement/").status_code == 302
