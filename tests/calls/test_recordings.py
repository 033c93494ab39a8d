"""Recordings: kept once, listened to on record, held back, erased as the rule in force says."""

from __future__ import annotations

import math
import wave
from array import array
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.access.models import Tie
from shouwen.approvals.models import Request
from shouwen.calls import actions, recordings, waveform
from shouwen.calls.models import Call, Recording
from shouwen.calls.words import CallEvent, Told
from shouwen.customers.models import Customer
from shouwen.enforcement import actions as enforcement
from shouwen.files import actions as files
from shouwen.files import disk, sound
from shouwen.files.models import StoredFile
from shouwen.journal.models import FactRow
from shouwen.people.refusals import RefusedError
from shouwen.regulations import actions as regulations
from shouwen.webhooks.signing import secret_of, signature
from tests.calls.conftest import Floor

RATE = 8000
KEEPING = """---
regulation: keeping
title: 录音管理
in_force: 2024-01-01
posts: {agent: 客服专员, manager: 客服经理}
---

## 1 录音

### 1.1 录音保存三十天。

```rule
id: thirty-days
kind: access
title: 录音保存三十天
when: {fact: access_requested, subject_class: 电话录音, action: destroy}
keep: {since: created_at, at_least: 30 days}
```

### 1.2 涉密客户的录音不得监听。

```rule
id: nobody
kind: access
title: 涉密录音不得监听
when: {fact: access_requested, subject_class: 涉密录音, action: listen}
forbidden: true
```
"""


def wav(seconds: int = 2, *, loud_from: float = 0.5) -> bytes:
    """Return a sound that is silent at first and loud afterwards."""
    samples = array("h", [
        int(16384 * math.sin(n / 4)) if n >= seconds * RATE * loud_from else 0
        for n in range(seconds * RATE)
    ])  # fmt: skip
    target = BytesIO()
    with wave.open(target, "wb") as made:
        made.setparams((1, 2, RATE, len(samples), "NONE", ""))
        made.writeframes(samples.tobytes())
    return target.getvalue()


def spoken(floor: Floor, ref: str, *, days_ago: int = 0, number: str = "13800001234") -> Call:
    now = timezone.now()
    at = now - timedelta(days=days_ago, minutes=5)
    steps = [("arrived", "", {"number": number}), ("answered", "wang", {}),
             ("ended", "wang", {}), ("recorded", "", {"file": f"x/{ref}.wav"})]  # fmt: skip
    actions.tell(exchange=floor.exchange, now=now, events=[
        CallEvent(call=ref, key=kind, kind=Told(kind), at=at + timedelta(seconds=place),
                  received_at=now, seat=seat, more=more)
        for place, (kind, seat, more) in enumerate(steps)
    ])  # fmt: skip
    return Call.objects.get(ref=ref)


def kept(floor: Floor, ref: str = "r", **more: int | str) -> Recording:
    call = spoken(floor, ref, **more)  # type: ignore[arg-type]
    return recordings.keep(call=call, data=wav(), now=timezone.now())


def adopt(
    floor: Floor, record: str = "recording", word: str = "电话录音", level: str = "",
    text: str = KEEPING,
) -> None:  # fmt: skip
    at = timezone.now() - timedelta(days=60)
    regulations.adopt(text=text, file_name="keeping.md", by=floor.cast.he, at=at)
    Tie.objects.create(record=record, level=level, field="", word=word)


def facts(kind: str) -> int:
    return FactRow.objects.filter(kind=kind).count()


@pytest.mark.once
def test_a_drawing_shows_where_it_was_loud_and_a_cut_off_sound_is_whole():
    data = wav()
    found = sound.heard(sound.plain(data[:-3]) or b"", parts=4)

    assert (found.seconds, found.levels[:2], found.levels[2] > 45) == (2, [0, 0], True)
    assert waveform.path([0, 50]) == "M0.5 49.5V50.5M1.5 25V75"
    assert sound.plain(b"RIFF....WAVEjunk") is None


def test_listening_is_on_record_and_only_then_is_the_sound_sent(floor: Floor, client: Client):
    found = kept(floor)
    address = f"/calls/{found.call_id}/"
    client.force_login(floor.cast.wang)
    page = client.get(address).content.decode()
    assert '<path d="M0.5' in page
    assert "<audio" not in page
    assert client.get(f"{address}sound/").status_code == 404
    assert client.get(f"/files/{found.file.sha256}/").status_code == 404

    assert client.post(f"{address}listen/").status_code == 302
    said = FactRow.objects.get(kind="call_listened").details
    assert (said["person"], said["recording"], said["operator"]) == ("wang", True, "wang")
    assert "<audio" in client.get(address).content.decode()
    whole = b"".join(client.get(f"{address}sound/"))
    part = client.get(f"{address}sound/", headers={"Range": "bytes=10-19"})
    assert whole == disk.place(found.file.sha256).read_bytes()
    assert (part.status_code, b"".join(part)) == (206, whole[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert client.get(f"{address}sound/", headers={"Range": "bytes=9999999-"}).status_code == 416

    for stranger, status in ((floor.cast.zhang, 404), (floor.cast.li, 404)):
        client.force_login(stranger)
        assert client.get(f"{address}sound/").status_code == status
    recordings.listen(call=found.call, member=floor.cast.wang, now=timezone.now())
    assert facts("call_listened") == 2


def test_a_rule_forbids_listening_to_confidential_callers(floor: Floor, client: Client):
    Customer.objects.create(
        name="欧阳", phone="13800009999", secrecy="secret", created_at=timezone.now()
    )
    adopt(floor, word="涉密录音", level="secret")
    closed, open_ = kept(floor, "a", number="13800009999"), kept(floor, "b")
    client.force_login(floor.cast.wang)

    client.post(f"/calls/{closed.call_id}/listen/")
    assert client.get(f"/calls/{closed.call_id}/sound/").status_code == 404
    assert facts("call_listened") == 0
    with pytest.raises(RefusedError, match=r"1\.2"):
        recordings.listen(call=closed.call, member=floor.cast.wang, now=timezone.now())
    client.post(f"/calls/{open_.call_id}/listen/")
    assert client.get(f"/calls/{open_.call_id}/sound/").status_code == 200


def test_what_the_rule_no_longer_keeps_is_erased_unless_held_back(floor: Floor):
    old, young = kept(floor, "old", days_ago=40), kept(floor, "young", days_ago=3)
    held = kept(floor, "held", days_ago=50)
    recordings.hold(call=held.call, why="客户投诉未结", member=floor.cast.he, now=timezone.now())
    assert recordings.erase_due(now=timezone.now()) == 0  # no rule says how long
    adopt(floor)
    assert recordings.erase_due(now=timezone.now()) == 1

    left = Recording.objects.filter(erased_at__isnull=True).values_list("pk", flat=True)
    assert set(left) == {young.pk, held.pk}
    said = FactRow.objects.get(kind="recording_erased")
    assert said.about == old.call.about
    recordings.release(call=held.call, member=floor.cast.he, now=timezone.now())
    assert recordings.erase_due(now=timezone.now()) == 1
    with pytest.raises(RefusedError):
        recordings.listen(call=old.call, member=floor.cast.wang, now=timezone.now())


def test_where_a_signature_is_wanted_it_is_asked_for_once_and_then_they_go(floor: Floor):
    old, older = kept(floor, "old", days_ago=40), kept(floor, "older", days_ago=50)
    young, now = kept(floor, "young", days_ago=3), timezone.now()
    adopt(floor, text=KEEPING.replace("30 days}\n", "30 days}\nsigned_by: [{post: manager}]\n"))
    for _round in range(2):
        assert recordings.erase_due(now=now) == 0
    request = Request.objects.get()
    assert request.about == "recordings:ordinary"

    # What comes to be old enough meanwhile was not signed.
    enforcement.decide_request(request=request, member=floor.cast.he, verdict="granted", at=now)
    later = now + timedelta(days=28)
    assert recordings.erase_due(now=later) == 2
    left = Recording.objects.filter(erased_at__isnull=True)
    assert [each.pk for each in left] == [young.pk]
    assert {old.pk, older.pk}.isdisjoint({each.pk for each in left})
    assert Request.objects.filter(state="waiting").count() == 1


def test_the_sound_itself_goes_once_nothing_names_it(floor: Floor):
    adopt(floor)
    old = kept(floor, "old", days_ago=40)
    key = old.file.sha256
    recordings.erase_due(now=timezone.now())
    files.clear_away(now=timezone.now() + timedelta(days=2))
    assert not StoredFile.objects.filter(sha256=key).exists()


def test_only_who_sees_all_holds_back_and_says_why(floor: Floor, client: Client):
    found = kept(floor)
    client.force_login(floor.cast.wang)
    assert client.post(f"/calls/{found.call_id}/hold-back/", {"why": "x"}).status_code == 404
    client.force_login(floor.cast.he)
    client.post(f"/calls/{found.call_id}/hold-back/", {"why": " "})
    assert facts("recording_held_back") == 0
    client.post(f"/calls/{found.call_id}/hold-back/", {"why": "客户起诉"})
    found.refresh_from_db()
    assert (found.held_by, found.held_why) == (floor.cast.he, "客户起诉")


def test_an_exchange_sends_a_signed_recording_once(floor: Floor):
    call = spoken(floor, "sent")
    secret = secret_of(floor.exchange.salt)

    def send(data: bytes, *, ref: str = "sent", signed_as: str = "sent") -> int:
        stamp = str(int(timezone.now().timestamp()))
        signed = signature(secret, stamp, f"{signed_as}\n".encode() + data)
        return Client(enforce_csrf_checks=True).post(
            f"/calls/exchanges/hall/recordings/?call={ref}", data, content_type="audio/wav",
            headers={"Shouwen-Timestamp": stamp, "Shouwen-Signature": signed},
        ).status_code  # fmt: skip

    assert send(wav(), signed_as="another") == 401
    assert send(b"no sound") == 422
    assert send(wav(), ref="unknown", signed_as="unknown") == 404
    assert (send(wav()), send(wav(3))) == (200, 200)
    assert Recording.objects.get(call=call).seconds == 2


def test_what_lies_in_the_exchanges_folder_is_taken_in(floor: Floor, tmp_path: Path):
    for ref in ("one", "two", "three"):
        spoken(floor, ref)
    (tmp_path / "one.wav").write_bytes(wav())
    (tmp_path / "two.wav").write_bytes(b"RIFF")
    for _twice in range(2):
        taken, refused = recordings.collect(
            exchange=floor.exchange, folder=tmp_path, now=timezone.now()
        )
    assert (taken, len(refused)) == (0, 1)
    assert Recording.objects.get().call.ref == "one"


def test_programs_listen_on_record_and_hold_back(floor: Floor, client: Client):
    from shouwen.calls import api_recording as api

    found = kept(floor)

    class Asked:
        member = floor.cast.he

    assert api.recording(Asked(), found.call_id).sound == ""  # type: ignore[arg-type]
    assert api.listen_to_recording(Asked(), found.call_id).sound.endswith("/sound/")  # type: ignore[arg-type]
    told = api.hold_back_recording(Asked(), found.call_id, api.HoldBackIn(why="诉讼"))  # type: ignore[arg-type]
    assert (told.held_back, facts("call_listened")) == (True, 1)
    assert isinstance(told.kept_at, datetime)
