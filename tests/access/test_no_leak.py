"""A covered value appears nowhere: no page, part, answer, file, message, log or fact.

Distinctive values are put into every field that may be covered. Then everybody who may not see
them asks for every address there is, and everything that comes back is searched.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shouwen.access import actions as access
from shouwen.access.models import Asking
from shouwen.approvals.models import Request
from shouwen.calls import actions as calls
from shouwen.calls import menus
from shouwen.calls.menu import Menu
from shouwen.calls.models import Call, Exchange
from shouwen.calls.words import CallEvent, Told
from shouwen.cases import actions as cases
from shouwen.cases.models import Case
from shouwen.chat.models import ChatDoor, Conversation, Message
from shouwen.customers import actions as customers
from shouwen.customers.models import Contract, Customer
from shouwen.customers.reminding import remind
from shouwen.enforcement.watch import watch_once
from shouwen.handover import actions as handover
from shouwen.journal.models import FactRow, OutboxMessage
from shouwen.mail.models import Letter
from shouwen.obligations.models import ObligationRow
from shouwen.people import actions as people
from shouwen.people.models import Department, Member
from shouwen.reception.models import Arrival
from shouwen.regulations import actions as regulations
from shouwen.studio import actions as studio
from shouwen.studio.models import FoundText, Sentence, Suggestion
from shouwen.webhooks import actions as webhooks
from shouwen.webhooks import bodies
from shouwen.webhooks.following import follow
from shouwen.webhooks.models import Delivery, Subscription
from tests.access import addresses
from tests.access.addresses import every_address, every_pattern
from tests.api.conftest import program_of
from tests.cases.conftest import RULES as TIMES
from tests.cast import Cast

LEVELS = ("ordinary", "secret", "top")
_DIGIT = {"ordinary": "1", "secret": "2", "top": "3"}
_SIGN = {"ordinary": "甲", "secret": "乙", "top": "丙"}
PROGRAMS = "/api/v1/"
SEARCHES = "?q={0}&customer_text={0}&phone={1}&new_phone={1}&customer={2}&recipient=customer&state="


@dataclass(kw_only=True)
class World:
    """What was put in, by level and field; ``samples`` are arguments of addresses, by room."""

    values: dict[tuple[str, str], str] = field(default_factory=dict)
    samples: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def of(self, *levels: str, fields: tuple[str, ...] = ()) -> set[str]:
        """Return the values of these levels, of these fields if any are named."""
        return {
            value
            for (level, name), value in self.values.items()
            if level in levels and (not fields or name in fields)
        }


PHONES = ("phone", "contact_phone", "email")


@pytest.fixture
def world(cast: Cast, rules: None, settings: Any) -> World:
    """Fill every field that may be covered, at every level, and let something happen."""
    made = World()
    # A walk over every address is more than a program asks for in a minute.
    settings.SHOUWEN_API_PER_MINUTE = 1_000_000
    sun = people.add_member(key="sun", name="孙会计", email="sun@example.com")
    assert sun
    regulations.adopt(
        text=TIMES, file_name="t.md", by=cast.he, at=timezone.now() - timedelta(days=400)
    )
    for level in LEVELS:
        _customer(made, cast, level)
    made.samples |= _other_samples(cast)
    facts = list(FactRow.objects.order_by("-number").values_list("number", flat=True)[:6])
    made.samples["api-v1"] = [
        *({**of, **case} for case, of in zip(
            [{"number": row["number"]} for row in made.samples["cases"]],
            made.samples["customers"], strict=True,
        )),
        *({"number": number} for number in facts),
    ]  # fmt: skip
    made.samples |= _samples_of_programs(made)
    return made


def _customer(made: World, cast: Cast, level: str) -> None:
    sign, digit = _SIGN[level], _DIGIT[level]
    values = {
        "name": f"{sign}欧阳漏", "phone": f"1390000{digit}777", "unit": f"{sign}漏号楼 8808 室",
        "note": f"{sign}备注漏网", "contact": f"{sign}司徒漏", "terms": f"{sign}条款漏网",
        "contact_phone": f"1370000{digit}888", "title": f"{sign}漏水维保合同",
        "reference": f"HT-{digit}-LEAK", "email": f"lou{digit}@leak.example",
    }  # fmt: skip
    made.values |= {(level, name): value for name, value in values.items()}
    now = timezone.now()
    customer = customers.add_customer(
        name=values["name"], phone=values["phone"], unit=values["unit"], note=values["note"],
        email=values["email"], secrecy=level, at=now, actor=cast.wang, tags=["回访"],
    )  # fmt: skip
    contact = customers.add_contact(
        customer=customer, name=values["contact"], phone=values["contact_phone"]
    )
    contract = customers.add_contract(
        customer=customer, title=values["title"], reference=values["reference"],
        note=values["terms"], begins=date(2026, 1, 1), ends=timezone.localdate(now),
        remind_days=3, owner=cast.li, at=now,
    )  # fmt: skip
    visit = customers.plan_visit(
        customer=customer, member=cast.wang, planned_on=timezone.localdate(now)
    )
    case = _case(values, customer, contact, cast)
    _letter(values, case)
    made.samples.setdefault("reception", []).append({"pk": _visitor(values, customer, cast)})
    made.samples.setdefault("chat", []).append({"pk": _chat(values, customer, cast), "key": "x"})
    made.samples.setdefault("customers", []).append({
        "pk": customer.pk, "contact": contact.pk, "contract": contract.pk, "visit": visit.pk,
        "kind": "customer_visited",
    })  # fmt: skip
    made.samples.setdefault("cases", []).append({"number": case.number, "verb": "write", "pk": 1})
    made.samples.setdefault("cases:of_customer", []).append({"pk": customer.pk})
    for record, key in (("customer", customer.pk), ("contract", contract.pk)):
        made.samples.setdefault("access:reveal", []).append({"record": record, "key": str(key)})
        made.samples.setdefault("access:disclose", []).append({"record": record, "key": str(key)})


def _letter(values: dict[str, str], case: Case) -> None:
    """Let a customer write by e-mail what leads to them, about a matter and without one."""
    now = timezone.now()
    shared: dict[str, Any] = {
        "way": "in", "address": values["email"], "subject": f"{values['name']} {values['phone']}",
        "at": now, "kept_at": now,
    }  # fmt: skip
    Letter.objects.create(key=f"a{case.number}", became="added", case=case, **shared)
    Letter.objects.create(key=f"b{case.number}", became="refused", why="too_many", **shared)


def _visitor(values: dict[str, str], customer: Any, cast: Cast) -> int:
    """Let a customer stand at the front desk and say what leads to them."""
    now = timezone.now()
    said = f"{values['name']} {values['phone']} {values['email']} {values['unit']}"
    one = Arrival.objects.create(
        day=timezone.localdate(now), number=Arrival.objects.count() + 1, key=values["name"],
        name=values["name"], phone=values["phone"], purpose=said, customer=customer,
        received_by=cast.wang, came_at=now,
    )  # fmt: skip
    return one.pk


def _chat(values: dict[str, str], customer: Any, cast: Cast) -> int:
    """Let a customer write what leads to them in the chat; return the conversation's key."""
    ChatDoor.objects.update_or_create(pk=1, defaults={"is_on": True})
    now = timezone.now()
    one = Conversation.objects.create(
        token_digest=values["name"], name=values["name"], phone=values["phone"], last=1,
        customer=customer, state="talking", handler=cast.wang, first_owner=cast.wang,
        opened_at=now, waits_since=now,
    )  # fmt: skip
    said = "，".join(values[name] for name in ("name", "phone", "email", "unit"))
    Message.objects.create(
        conversation=one, number=1, key="k", side="customer", text=f"我是{said}", at=now
    )
    return one.pk


def _case(values: dict[str, str], customer: Any, contact: Any, cast: Cast) -> Case:
    now = timezone.now()
    named = ("name", "phone", "email", "unit", "contact", "contact_phone")
    said = "，".join(values[name] for name in named)
    case = cases.open_case(
        case_type="complaint", title=f"{values['name']}来电报漏", text=f"请回电：{said}",
        customer=customer, contact=contact, at=now, recorded_at=now, actor=cast.wang,
        responsible_department=Department.objects.get(),
    ).case  # fmt: skip
    cases.add_note(case=case, text=f"已联系 {said}", actor=cast.wang, at=now)
    cases.reply(case=case, text=f"已答复 {said}", actor=cast.wang, at=now)
    held = cases.pause(case=case, reason=f"等待 {said}", actor=cast.wang, at=now)
    assert held.outcome.held is not None
    return case


def _other_samples(cast: Cast) -> dict[str, list[dict[str, Any]]]:
    """Return arguments for the other rooms; a record that is not there answers, too."""
    rule = {"slug": "complaint-times", "rule": "answer"}
    facts = list(FactRow.objects.values_list("number", flat=True))
    handing = handover.begin(
        outgoing=cast.wang, incoming=cast.zhang, kind="shift_handed_over", at=timezone.now()
    )
    held = list(Request.objects.values_list("pk", flat=True))
    owed = list(ObligationRow.objects.values_list("pk", flat=True))
    return {
        "enforcement": [{"pk": 1, "number": number, "kind": "case_noted"} for number in facts],
        "enforcement:why_obligation": [{"pk": pk} for pk in owed],
        "insight": [rule],
        "knowledge": [{**rule, "number": number} for number in facts],
        "handover": [{"pk": handing.pk}],
        "people": [{"key": cast.wang.username, "pk": 1}],
        "access": [{"pk": 1, "record": "customer", "kind": "leak_found", "key": "0123456789"}],
        "access:export": [{"record": r} for r in ("customer", "case", "looks")],
        "calls": [{"pk": pk, "key": "desk", "form": "xlsx"} for pk in _calls(cast)],
        "cases:export": [{"form": form} for form in ("csv", "xlsx")],
        "cases:import_errors": [{"pk": 1, "form": "csv"}],
        "cases:kept_change": [{"pk": 1, "how": "up"}],
        "cases:recurring_change": [{"pk": 1, "how": "pause"}],
        "files": [{"key": "0" * 64}],
        "org": [{"key": "agent"}],
        "portal": [{"link": "x", "verb": "add", "number": "T20261120-0001"}],
        "office": [{"sort": "owed", "key": "late"}],
        "registers": [{**rule, "number": 1, "item": 1, "pk": 1}],
        "rounds": [{
            "regulation": "complaint-times", "rule": "answer", "place": "lobby", "pk": 1,
            "kind": "found",
        }],
        "signoff": [{**rule, "pk": pk} for pk in held],
        "enforcement:why_request": [{"pk": pk} for pk in held],
        "adoption": [{"name": "secrecy", "pk": 1, "slug": "secrecy", "number": 1}],
        "regulations": [{"slug": "secrecy", "number": 1}],
        "trial": [{"slug": "secrecy", "older": 1, "newer": 1, "pk": 1}],
        "pay": [{"key": cast.wang.username}],
        "quality": [{"pk": 1, "key": "text-card", "call": 1}],
        "quality:person": [{"key": cast.wang.username}],
        "quality:note": [{"key": cast.wang.username}],
        "quality:person_trend": [{"key": cast.wang.username}],
        "quality:signal": [{"kind": "short", "key": cast.wang.username}],
        "roster": [{"key": "desk", "pk": 1, "token": "x"}],
        "rosters": [{"key": "desk", "pk": 1}],
        "webhooks": [{"pk": _webhook(cast), "sequence": 1}],
        **_read_document(cast),
    }  # fmt: skip


def _calls(cast: Cast) -> list[int]:
    """Return a call of the customer of each level, taken by 小王 one after the other."""
    calls.add_exchange(key="hall")
    hall, now = Exchange.objects.get(key="hall"), timezone.now()
    events = [
        CallEvent(
            call=str(caller.pk), key=f"{caller.pk}:{kind}", kind=Told(kind), at=now,
            received_at=now, seat=seat, more={"number": caller.phone, "queue": cast.desk.name},
        )
        for caller in Customer.objects.order_by("pk")
        for kind, seat in (("arrived", ""), ("answered", "wang"), ("ended", ""))
    ]  # fmt: skip
    calls.tell(exchange=hall, events=events, now=now)
    queue = {"key": "desk", "name": cast.desk.name, "team": "desk"}
    menu = Menu.model_validate({"greeting": "您好", "person": "desk", "queues": [queue]})
    menus.save(key="desk", menu=menu, member=cast.he, now=now)
    return list(Call.objects.order_by("pk").values_list("pk", flat=True))


TEXT_PAGES = (
    "studio:text", "studio:draft", "studio:todo", "studio:assistant", "studio:askings",
    "studio:file", "studio:file_typed", "studio:note_introductory",
)  # fmt: skip


def _read_document(cast: Cast) -> dict[str, list[dict[str, Any]]]:
    """Return arguments for the studio: a document that was read, with a rule and a sentence."""
    kept = studio.bring_in(data=b"1", file_name="a.txt", by=cast.he, at=timezone.now())
    text = FoundText.objects.create(document=kept, order=0, title="制度", nodes=[])
    place = {"text": text, "clause": "1", "start": 0, "end": 1}
    rule = Suggestion.objects.create(**place, kind="pay", quote="1", sure="low")
    sentence = Sentence.objects.create(**place)
    of_text = {name: [{"pk": text.pk}] for name in TEXT_PAGES}
    acts = ("decide", "change", "typed", "split", "join", "undo")
    of_rule = {f"studio:{name}": [{"pk": rule.pk}] for name in acts}
    of_sentence = {"studio:decide_sentence": [{"pk": sentence.pk}]}
    return {"studio": [{"pk": kept.pk}], **of_text, **of_rule, **of_sentence}


def _samples_of_programs(made: World) -> dict[str, list[dict[str, Any]]]:
    """Return arguments for the addresses of the API: those of the room's pages, else a first row.

    Among its cases a number is that of a case, elsewhere of a fact.
    """
    numbers = Case.objects.values_list("number", flat=True)
    rooms = {**made.samples, "cases": [{"number": number} for number in numbers]}
    first = {"period": "2026-11", "record": "customer", "month": "2026-11"}
    return {
        name: [{**dict.fromkeys(taken, 1), **first, **row} for row in rooms.get(_room(name), [{}])]
        for name, taken in every_pattern()
        if name.startswith("api-v1:")
    }


def _room(name: str) -> str:
    return name.removeprefix("api-v1:").partition("_")[0]


def _webhook(cast: Cast) -> int:
    """Return a webhook that is told everything its owner may see, from the first fact on."""
    wish = webhooks.Wish(name="全部", address="https://example.cn/", events=[], matters=[])
    made, _secret = webhooks.subscribe(wish=wish, owner=cast.he, token="t", at=timezone.now())
    Subscription.objects.update(followed=0)
    follow(now=timezone.now())
    return made.pk


@pytest.fixture
def tied(rules: None) -> None:
    """Let the regulation decide about ordinary customers."""
    access.tie(record="customer", level="ordinary", field="", words=["client_file"])


def hidden(world: World, who: str) -> set[str]:
    """Return what somebody may not see while no regulation is tied to the archive."""
    if who == "sun":
        return world.of(*LEVELS)
    if who in ("viewer", "lin"):
        return world.of("ordinary", fields=PHONES) | world.of("secret", "top")
    return world.of("secret", "top")


def somebody(who: str, cast: Cast) -> Member:
    """Return a member of the cast, or somebody with less to say."""
    if who == "viewer":
        # Sees every matter and works on none.
        post = people.add_post(key="auditor", name="审计")
        people.grant(post=post, permission="cases.view_all")
        member = people.add_member(key="viewer", name="旁观", email="")
        people.appoint(member=member, post=post, team=None, since=date(2024, 1, 1))
        return member
    if who == "lin":
        # Reads the matters of the department and has no permission at all.
        post = people.add_post(key="engineer", name="工程师")
        member = people.add_member(key="lin", name="林工", email="")
        people.appoint(member=member, post=post, team=cast.desk, since=date(2024, 1, 1))
        return member
    return Member.objects.get(username=who)


@pytest.mark.parametrize("who", ["he", "viewer", "lin", "sun"])
def test_no_address_shows_what_is_covered_while_the_house_decides(
    world, cast, client, caplog, capfd, who
):
    member, forbidden = somebody(who, cast), hidden(world, who)

    assert leaks(world, client, member, forbidden, caplog, capfd) == []


def test_no_address_shows_what_a_mask_of_a_rule_covers(world, cast, tied, client, caplog, capfd):
    forbidden = world.of("ordinary", fields=PHONES) | world.of("secret", "top")

    assert leaks(world, client, cast.wang, forbidden, caplog, capfd) == []


def test_no_address_shows_anything_to_whom_a_rule_refuses(world, cast, tied, client, caplog, capfd):
    of_customers = ("name", "unit", "note", "contact", *PHONES)
    forbidden = world.of("ordinary", fields=of_customers) | world.of("secret", "top")

    assert leaks(world, client, cast.zhang, forbidden, caplog, capfd) == []


def leaks(
    world: World, client: Client, member: Member, forbidden: set[str], caplog: Any, capfd: Any,
    below: str = "/",
) -> list[str]:  # fmt: skip
    """Ask for every address in every way, and return where a value appeared."""
    caplog.set_level(logging.INFO)
    client.force_login(member)
    found: list[str] = []
    program = program_of(member).headers
    for address in every_address(world.samples):
        if not address.startswith(below):
            continue
        own = program if address.startswith(PROGRAMS) else {}
        for how, body in answers(client, address, world, own):
            found += [f"{how} {address}: {value}" for value in sorted(forbidden) if value in body]
    said = caplog.text + "".join(capfd.readouterr())
    found += [f"log: {value}" for value in sorted(forbidden) if value in said]
    return found


def answers(
    client: Client, address: str, world: World, own: dict[str, str]
) -> list[tuple[str, str]]:
    """Return what an address answers: as a page, as a part, to a search, when sent to."""
    name, phone = world.values["top", "name"], world.values["top", "phone"]
    search = SEARCHES.format(name[:2], phone[:8], len(LEVELS))
    asked = [
        ("page", client.get(address, headers=own)),
        ("part", client.get(address + search, headers={"HX-Request": "true", **own})),
    ]
    if not address.startswith("/accounts/"):
        with transaction.atomic():
            asked.append(("sent", client.post(address, {}, headers=own)))
            transaction.set_rollback(True)
    return [(how, body_of(answer)) for how, answer in asked]


def body_of(answer: Any) -> str:
    """Return everything an answer says, its headers too."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace") + str(dict(answer.headers))


@pytest.mark.parametrize("who", ["he", "viewer"])
def test_no_webhook_tells_what_its_owner_may_not_see(world, cast, who):
    owner, now = somebody(who, cast), timezone.now()
    told = [bodies.written(each, owner, now).decode() for each in Delivery.objects.all()]

    assert len(told) > len(LEVELS)
    assert not {value for value in hidden(world, who) if any(value in body for body in told)}


@pytest.mark.parametrize("record", ["customer", "case"])
@pytest.mark.parametrize("who", ["he", "viewer"])
def test_no_granted_export_holds_what_its_requester_may_not_see(world, cast, client, record, who):
    member = somebody(who, cast)
    wish = access.Wish(
        what="export", record=record, subject=record, reason="盘点", token="t", needs_second=False
    )
    asking = access.ask(wish=wish, member=member, at=timezone.now())
    client.force_login(member)

    text = body_of(client.post(reverse("access:export_file", args=[asking.pk])))

    assert Asking.objects.get().state == "used"
    assert not {value for value in hidden(world, who) if value in text}
    assert world.samples["cases"][0]["number"] in text or record == "customer"


def test_no_fact_kept_for_ever_holds_a_value_of_the_archive(world):
    of_archive = ("note", "title", "reference", "terms")
    kept = str(list(FactRow.objects.exclude(kind__startswith="case_").values_list("details")))

    assert not {value for value in world.of(*LEVELS) if value in kept}
    everything = str(list(FactRow.objects.values_list("details", "about")))
    assert not {value for value in world.of(*LEVELS, fields=of_archive) if value in everything}


def test_no_message_says_a_value(world):
    later = timezone.now() + timedelta(days=30)
    assert remind(now=timezone.now()) == Contract.objects.count()
    watch_once(now=later)

    said = str(list(OutboxMessage.objects.values_list("subject", "body")))

    assert OutboxMessage.objects.exists()
    assert not {value for value in world.of(*LEVELS) if value in said}


def test_the_walk_would_find_a_leak(world, cast, client, caplog, capfd):
    """Whoever works on matters does see an ordinary customer: the search is not blind."""
    whole = {world.values["ordinary", "phone"]}

    assert leaks(world, client, cast.wang, whole, caplog, capfd, below="/customers/")


def test_an_address_without_a_sample_is_a_fault_that_says_what_to_add(monkeypatch):
    monkeypatch.setattr(addresses, "ANY_ROOM", {})

    with pytest.raises(addresses.UnsampledError, match=r"takes .+: add a sample of it under"):
        every_address({})
