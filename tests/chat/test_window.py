"""The customer's window, by itself and within other sites; the colleagues' desk beside it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from shouwen.cases.models import Case
from shouwen.chat import hearing
from shouwen.chat.models import ChatDoor, Conversation, Message
from shouwen.customers import actions as customers
from shouwen.seats import actions as seats
from tests.chat.conftest import Chat

FIRST = {"name": "陈先生", "phone": "13800001234", "text": "水管漏了", "agreed": "on", "key": "k1"}


def a_photo() -> bytes:
    held = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(held, "JPEG")
    return held.getvalue()


class Window:
    """A customer's browser, which sends no cookie."""

    def __init__(self) -> None:
        self.client, self.token = Client(), ""

    def post(self, where: str, **data: object):
        head = {"Shouwen-Chat": self.token} if self.token else {}
        return self.client.post(f"/chat/{where}/", data, headers=head)

    def begin(self, **more: str) -> Conversation:
        self.token = self.post("begin", **{**FIRST, **more}).json()["token"]
        return Conversation.objects.latest("pk")

    def news(self, after: int = 0) -> Any:
        head = {"Shouwen-Chat": self.token}
        return self.client.get(f"/chat/news/?after={after}", headers=head).json()


@pytest.fixture
def window(chat: Chat) -> Window:
    seats.enter(member=chat.cast.wang, state="ready", now=timezone.now())
    return Window()


@pytest.fixture
def wang(chat: Chat) -> Client:
    client = Client()
    client.force_login(chat.cast.wang)
    return client


def test_a_message_and_its_answer_cross_the_desk(window: Window, wang: Client):
    one = window.begin()

    page = wang.get("/chat/desk/").content.decode()
    assert "陈先生" in page
    told = wang.post(f"/chat/desk/{one.pk}/say/", {"text": "师傅已出发", "key": "o1", "seen": 2})

    assert told.status_code == 200
    news = window.news(after=2)
    assert "师傅已出发" in news["html"]
    assert (news["state"], news["last"]) == ("talking", 3)


def test_a_beginning_that_is_sent_again_is_the_same_conversation(window: Window):
    first = window.begin(key="a" * 32)
    token = window.token

    again = window.begin(key="a" * 32)

    assert (again.pk, window.token, Conversation.objects.count()) == (first.pk, token, 1)


def test_without_its_token_a_conversation_is_not_there(window: Window):
    window.begin()
    stranger = Window()

    for token in ("", "x", "1"):
        stranger.token = token
        answer = stranger.client.get("/chat/news/", headers={"Shouwen-Chat": token})
        assert answer.status_code == 404
    assert stranger.post("say", key="k", text="我是别人").status_code == 404


def test_only_named_sites_may_frame_the_window_and_nothing_else_of_the_house(window: Window):
    ChatDoor.objects.update(sites="https://www.example.cn")

    answer = window.client.get("/chat/")
    assert "frame-ancestors 'self' https://www.example.cn" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert window.client.get("/portal/")["X-Frame-Options"] == "DENY"


def test_the_script_is_for_every_page_and_gone_with_the_chat(window: Window):
    answer = window.client.get("/chat/widget.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"

    ChatDoor.objects.update(is_on=False)
    for address in ("/chat/", "/chat/widget.js", "/chat/news/"):
        assert window.client.get(address).status_code == 404


def test_a_picture_is_checked_and_shown_by_its_signed_address_only(window: Window, wang: Client):
    one = window.begin()
    said = window.post("say", key="p1", file=SimpleUploadedFile("a.jpg", a_photo()), seen=2)

    address = said.json()["html"].partition('src="')[2].partition('"')[0]
    shown = window.client.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert window.client.get(address[:-3] + "aa/").status_code == 404
    key = Message.objects.get(conversation=one, number=3).file.sha256
    assert wang.get(f"/files/{key}/").status_code == 200

    bad = window.post("say", key="p2", file=SimpleUploadedFile("a.jpg", b"<script>"))
    assert (bad.status_code, bool(bad.json()["refused"])) == (422, True)


def test_an_answer_that_crosses_a_colleagues_is_shown_that_first(
    window: Window, wang: Client, chat: Chat
):
    one = window.begin()
    li = Client()
    li.force_login(chat.cast.li)
    li.post(f"/chat/desk/{one.pk}/say/", {"text": "我来处理", "key": "l1", "seen": 2})

    crossed = wang.post(f"/chat/desk/{one.pk}/say/", {"text": "马上到", "key": "w1", "seen": 2})
    assert (crossed.status_code, "李班长" in crossed.json()["refused"]) == (409, True)
    again = wang.post(f"/chat/desk/{one.pk}/say/", {"text": "马上到", "key": "w1", "seen": 3})
    assert again.status_code == 200


def test_a_conversation_becomes_a_matter_and_is_closed_and_rated(window: Window, wang: Client):
    one = window.begin()
    wang.post(f"/chat/desk/{one.pk}/case/", {"case_type": "repair", "title": "漏水"})
    wang.post(f"/chat/desk/{one.pk}/close/")

    assert Case.objects.get().case_type == "repair"
    assert window.news()["state"] == "closed"
    assert window.post("rate", stars=5).json()["stars"] == 5
    assert window.post("rate", stars=9).status_code == 422


def test_a_confidential_customers_number_stands_nowhere_on_the_desk(
    window: Window, wang: Client, chat: Chat
):
    now = timezone.now()
    customers.add_customer(
        name="欧阳漏", phone="13800001234", secrecy="secret", at=now, actor=chat.cast.he
    )
    one = window.begin(name="欧阳漏", text="我是欧阳漏，电话13800001234")
    pages = [
        wang.get(f"/chat/desk/{one.pk}/").content.decode(),
        wang.get(f"/chat/desk/{one.pk}/news/").json()["html"],
        wang.get("/chat/desk/").content.decode(),
        wang.get("/chat/desk/past/").content.decode(),
    ]

    assert one.customer is not None
    assert not [page for page in pages if "13800001234" in page or "欧阳漏" in page]


def test_others_who_do_not_work_on_matters_find_no_desk(chat: Chat, client: Client):
    client.force_login(chat.cast.system)

    assert client.get("/chat/desk/").status_code == 403


@pytest.mark.parametrize("address", ["/chat/desk/", "/chat/desk/past/", "/chat/desk/lists/"])
def test_a_page_of_many_costs_what_a_page_of_one_does(
    window: Window, wang: Client, address: str, django_assert_max_num_queries
):
    for n in range(6):
        window.begin(name=f"客{n}", key=f"k{n}")

    with django_assert_max_num_queries(20):
        assert wang.get(address).status_code == 200


def test_a_window_hears_its_own_conversation_until_that_is_forgotten(window: Window):
    one = window.begin()
    proofs = {(window.token, str(one.pk)), (window.token, "999"), ("made-up", str(one.pk))}
    assert hearing.still_customers(proofs) == {(window.token, str(one.pk))}

    Conversation.objects.filter(pk=one.pk).update(forgotten_at=timezone.now())
    assert hearing.still_customers(proofs) == set()


def test_what_a_customer_writes_on_costs_few_questions(
    window: Window, wang: Client, django_assert_max_num_queries
):
    one = window.begin()
    wang.post(f"/chat/desk/{one.pk}/say/", {"text": "您好", "key": "o1", "seen": 2})
    window.post("say", text="还有一事", key="a1", seen="3")
    # Two for the door, one each for whose it is, its lock, its key, and what there is to show.
    with django_assert_max_num_queries(13):
        window.post("say", text="再有一事", key="a2", seen="4")
