"""The optional assistant: off by default, asked only what was shown, never taken at its word."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shouwen.studio.asking import answer_for
from shouwen.studio.choices import Asked, Verdict
from shouwen.studio.models import Asking, FoundText, Sentence
from tests.cast import Cast

SENTENCES = (
    "客服专员应当在3小时内回访投诉客户",
    "态度恶劣的扣5分",
    "有事请打13812345678找老王",
)


@pytest.fixture
def stand_in() -> Iterator[SimpleNamespace]:
    """Run a local endpoint that answers what it is told and keeps what it was sent."""
    kept = SimpleNamespace(answer={}, status=200, wait=0.0, bodies=[], keys=[], url="")

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            kept.keys.append(self.headers["Authorization"])
            time.sleep(kept.wait)
            said = kept.answer if isinstance(kept.answer, str) else json.dumps(kept.answer)
            body = json.dumps({"choices": [{"message": {"content": said}}]}).encode()
            self.send_response(kept.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept.url = f"http://127.0.0.1:{server.server_port}/v1"
    yield kept
    server.shutdown()
    server.server_close()


@pytest.fixture
def asked(settings: Any, stand_in: SimpleNamespace) -> SimpleNamespace:
    """Name the stand-in as the assistant, as whoever runs the house would."""
    settings.SHOUWEN_ASSISTANT_URL = stand_in.url
    settings.SHOUWEN_ASSISTANT_MODEL = "small"
    settings.SHOUWEN_ASSISTANT_KEY = "secret-key"
    settings.SHOUWEN_ASSISTANT_SECONDS = 5
    settings.SHOUWEN_ASSISTANT_INTERNAL_HOSTS = [stand_in.url.split("/")[2]]
    return stand_in


@pytest.fixture
def text(read: FoundText) -> FoundText:
    """Let some sentences stand that nothing was proposed for."""
    document, node = read.document, read.nodes[2]
    read.sentences.all().delete()
    for words in SENTENCES:
        start = len(document.text) + 1
        document.text += f"\n{words}"
        Sentence.objects.create(text=read, clause=node["id"], start=start, end=start + len(words))
    document.save(update_fields=["text"])
    return read


def send(he: Client, text: FoundText) -> Asking | None:
    rows = list(text.sentences.values_list("pk", flat=True))
    he.post(reverse("studio:assistant", args=[text.pk]), {"sentence": rows})
    return Asking.objects.first()


def rule(**told: Any) -> dict[str, Any]:
    right = {
        "sentence": 1, "kind": "deadline", "quote": "应当在3小时内回访投诉客户",
        "actor": "客服专员",
        "params": {"amount": 3, "unit": "hour", "dir": "within", "of": "回访投诉客户"},
    }  # fmt: skip
    return {"rules": [{**right, **told}]}


def test_it_is_off_until_somebody_names_an_endpoint(
    he: Client, text: FoundText, stand_in: SimpleNamespace
) -> None:
    assert (
        reverse("studio:assistant", args=[text.pk])
        not in he.get(reverse("studio:text", args=[text.pk])).content.decode()
    )
    assert send(he, text) is None
    assert stand_in.bodies == []


def test_the_page_says_what_would_leave_before_anything_does(
    he: Client, text: FoundText, asked: SimpleNamespace
) -> None:
    page = he.get(reverse("studio:assistant", args=[text.pk])).content.decode()
    assert "127.0.0.1" in page
    assert SENTENCES[0] in page
    assert SENTENCES[1] in page
    assert "13812345678" not in page
    assert "secret-key" not in page
    assert asked.bodies == []


def test_a_proposal_that_holds_waits_for_a_person(
    he: Client, text: FoundText, asked: SimpleNamespace, cast: Cast
) -> None:
    asked.answer = f"```json\n{json.dumps(rule(), ensure_ascii=False)}\n```"
    found = send(he, text)
    assert found is not None
    assert (found.state, found.proposed, found.refused) == (Asked.ANSWERED, 1, [])
    made = text.suggestions.get(why="assistant")
    assert (made.verdict, made.params["amount"], made.decided_by) == (Verdict.OPEN, 3, None)
    assert text.document.text[made.start : made.end] == made.quote
    assert "外部助手提议" in he.get(reverse("studio:text", args=[text.pk])).content.decode()

    assert asked.keys == ["Bearer secret-key"]
    said = json.dumps(asked.bodies, ensure_ascii=False)
    assert "13812345678" not in said
    assert cast.he.name not in said
    assert [one["words"] for one in found.sent] == list(SENTENCES[:2])

    he.post(reverse("studio:undo", args=[made.pk]))
    assert text.sentences.count() == len(SENTENCES)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"quote": "应当在3小时内回访所有客户"}, "quote"),
        ({"actor": "总经理"}, "quote"),
        ({"params": {"amount": 8, "unit": "hour"}}, "figure"),
        ({"params": {"amount": 3, "unit": "fortnight"}}, "params"),
        ({"params": {"colour": "red"}}, "params"),
        ({"kind": "law"}, "kind"),
        ({"sentence": 9}, "sentence"),
        ({"sentence": "1; drop"}, "shape"),
        ({"more": 1}, "shape"),
    ],
)
def test_what_does_not_hold_is_not_taken(
    he: Client, text: FoundText, asked: SimpleNamespace, told: dict[str, Any], why: str
) -> None:
    asked.answer = rule(**told)
    before = text.suggestions.count()
    found = send(he, text)
    assert found is not None
    assert [one["why"] for one in found.refused] == [why]
    assert (found.state, text.suggestions.count()) == (Asked.ANSWERED, before)
    assert text.sentences.count() == len(SENTENCES)


@pytest.mark.parametrize(
    ("happens", "fault"),
    [
        ({"answer": "好的，我来帮您！"}, "nonsense"),
        ({"answer": ["rules"]}, "nonsense"),
        ({"answer": {"rules": "many"}}, "nonsense"),
        ({"status": 500}, "answer"),
        ({"status": 302}, "redirect"),
        ({"wait": 1.0}, "time"),
    ],
)
def test_an_endpoint_that_fails_changes_nothing(
    he: Client, text: FoundText, asked: SimpleNamespace, settings: Any,
    happens: dict[str, Any], fault: str,
) -> None:  # fmt: skip
    for name, value in {"answer": rule(), **happens}.items():
        setattr(asked, name, value)
    settings.SHOUWEN_ASSISTANT_SECONDS = 0.3 if "wait" in happens else 5
    before = text.suggestions.count()
    found = send(he, text)
    assert found is not None
    assert (found.state, found.fault) == (Asked.FAILED, fault)
    assert text.suggestions.count() == before
    assert he.get(reverse("studio:assistant", args=[text.pk])).status_code == 200


def test_an_internal_address_that_nobody_named_is_not_called(
    he: Client, text: FoundText, asked: SimpleNamespace, settings: Any
) -> None:
    settings.SHOUWEN_ASSISTANT_INTERNAL_HOSTS = []
    found = send(he, text)
    assert found is not None
    assert (found.state, found.fault) == (Asked.FAILED, "address")
    assert asked.bodies == []


def test_what_was_lost_with_its_worker_can_be_sent_again(
    he: Client, text: FoundText, asked: SimpleNamespace
) -> None:
    found = send(he, text)
    assert found is not None
    gone = found.at - timedelta(minutes=1)
    Asking.objects.update(state=Asked.SENT, held_by="a task", held_until=gone, fault="")
    bodies = len(asked.bodies)

    page = he.get(reverse("studio:assistant", args=[text.pk])).content.decode()
    assert "可以重新发送" in page
    assert "hx-trigger" not in page.partition('id="askings"')[2][:200]

    answer_for(found.pk, by="another task", at=found.at)
    assert len(asked.bodies) == bodies
    answer_for(found.pk, by="a task", at=found.at)
    found.refresh_from_db()
    assert (len(asked.bodies), found.held_by) == (bodies + 1, "")
