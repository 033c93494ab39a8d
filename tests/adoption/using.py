"""Using the pages of a house as a member does: open a page, fill in what it asks, send it.

What a daily list says is done by deeds, each a word and what it is about::

    fact KIND          record a fact of the kind
    refuses KIND       the same, and a clause says no
    form RULE          fill in the register of a rule, and print the entry
    ask RULE           ask for a signature by a rule; it waits
    signs RULE         whoever has to sign finds it in the queue and grants it
    check RULE         judge each line of a checklist
    phrases RULE       open the words and steps for a situation
    target RULE        open a target: its figure stands there
    owed RULE          whoever owes it by the rule has it on the list, with its limit and reasons
    duty RULE          the same, and it is done from there
    late RULE          the same, once its limit has passed
    list RULE          find the entries of a register
    case TYPE-GRADE    write down what a customer brought
    resolve TYPE-GRADE the same, and it is put right
    page ADDRESS       open a page
    wait DAYS          let some days pass

Details that matter are given by name, ``{fact KIND: {detail: value}}``, with ``@post`` for whoever
holds a post; the others are made up. ``as`` names the post that asks where it is somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django import forms
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shouwen.approvals.models import Request
from shouwen.enforcement.duties import open_duties
from shouwen.enforcement.watch import watch_once
from shouwen.obligations.models import ObligationRow
from shouwen.people.models import Member
from shouwen.policy.kinds.form import Form
from shouwen.policy.regulation_file import Regulation

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
SHOWN, REFUSED = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY
SENT = (HTTPStatus.FOUND, HTTPStatus.OK)
Details = Mapping[str, Any]


class StuckError(AssertionError):
    """The member cannot go on; the message says where and why."""


@dataclass
class User:
    """Somebody at the pages of a house under one regulation; ``now`` is the standing clock."""

    client: Client
    text: Regulation
    holders: Mapping[str, Member]
    chief: Member
    now: datetime
    files: Mapping[str, Any] = field(default_factory=dict)
    me: str = ""
    _seen: set[int] = field(default_factory=set)
    _read: set[tuple[str, str]] = field(default_factory=set)

    def sit_down(self, member: Member) -> None:
        """Sign in as somebody."""
        self.client.force_login(member, backend=LOGIN)
        self.me = member.username

    def do(self, deed: str, details: Details) -> None:
        """Do one deed; StuckError where the pages do not let it be done."""
        word, _, about = deed.partition(" ")
        getattr(self, f"_{word}")(about, {name: self._meant(v) for name, v in details.items()})

    def _meant(self, value: Any) -> Any:
        """Return ``@post`` as the key of whoever holds the post."""
        if isinstance(value, str) and value[:1] == "@":
            return self.holders[value[1:]].username
        return value

    def _wait(self, days: str, _details: Details) -> None:
        self.now += timedelta(days=int(days))
        open_duties(now=self.now)

    # ── pages ────────────────────────────────────────────────────────────────────────────────

    def open(self, address: str) -> Any:
        """Open a page; it has to be there."""
        answer = self.client.get(address, follow=True)
        if answer.status_code != SHOWN:
            raise StuckError(f"{address} answers {answer.status_code}")
        return answer

    def _page(self, address: str, _details: Details) -> None:
        if (self.me, address) not in self._read:
            self.open(address)
        self._read.add((self.me, address))

    def _target(self, rule: str, _details: Details) -> None:
        self.open(reverse("insight:target", args=[self.text.slug, rule]))

    def _phrases(self, rule: str, _details: Details) -> None:
        self.open(reverse("knowledge:rule", args=[self.text.slug, rule]))

    # ── forms ────────────────────────────────────────────────────────────────────────────────

    def send(self, address: str, form: forms.Form, details: Details, **more: Any) -> Any:
        """Send what a form asks for, drawing it anew where an answer leads to more questions."""
        for _time in range(3):
            given = {**self._typed(form, details), **more}
            answer = self.client.post(address, given)
            if answer.status_code in SENT or not _asks_more(form, answer.context["form"]):
                return answer
            form = answer.context["form"]
        return answer

    def _typed(self, form: forms.Form, details: Details) -> dict[str, str]:
        # What the rule works out is not typed.
        empty = dict.fromkeys(self.worked_out - details.keys(), "")
        return typed(form, {"person": self.me, **empty, **details}, self.now)

    @cached_property
    def worked_out(self) -> frozenset[str]:
        """Return the details that some form of the regulation works out."""
        rules = self.text.rules.values()
        return frozenset(name for rule in rules if isinstance(rule, Form) for name in rule.computed)

    def _fill_in(self, address: str, details: Details) -> Any:
        page = self.open(address)
        keys = ("token", "key")
        key = next((page.context[name] for name in keys if name in page.context), "k")
        return self.send(
            address, page.context["form"], details, token=key, idempotency_key=key,
        )  # fmt: skip

    def _sent(self, address: str, details: Details) -> str:
        """Fill in and send the form of a page; return where it leads."""
        answer = self._fill_in(address, details)
        if answer.status_code not in SENT:
            raise StuckError(f"{address}: {_wrong(answer)}")
        return str(answer.headers.get("Location", ""))

    def _fact(self, kind: str, details: Details) -> None:
        self._sent(reverse("enforcement:record", args=[kind]), details)

    def _refuses(self, kind: str, details: Details) -> None:
        answer = self._fill_in(reverse("enforcement:record", args=[kind]), details)
        if answer.status_code != REFUSED or not answer.context["form"].non_field_errors():
            raise StuckError(f"{kind} is not refused")

    def _form(self, rule: str, details: Details) -> None:
        entry = self._sent(reverse("registers:new", args=[self.text.slug, rule]), details)
        # What waits for a signature is printed once it is signed.
        self.open(f"{entry}print/" if entry.startswith("/registers/") else entry)

    def _list(self, rule: str, _details: Details) -> None:
        self.open(reverse("registers:register", args=[self.text.slug, rule]))

    def _ask(self, rule: str, details: Details) -> None:
        if "as" in details:
            self.sit_down(self.holders.get(details["as"], self.chief))
        self._sent(reverse("signoff:ask", args=[self.text.slug, rule]), details)
        if not Request.objects.filter(rule_id=rule).exists():
            raise StuckError(f"nothing waits for a signature under {rule}")

    def _check(self, rule: str, details: Details) -> None:
        key = f"{self.text.slug}/{rule}"
        address = f"{reverse('knowledge:check')}?rule={key}"
        form = self.open(address).context["form"]
        lines = {name: details.get("verdict", "passed") for name in form.fields if name[:2] == "v-"}
        said = {name: "您好" for name in form.fields if name[:2] == "t-"}
        waited = {name: "5" for name in form.fields if name[:2] == "w-"}
        given = {**self._typed(form, details), **lines, **said, **waited}
        answer = self.client.post(
            address, {**given, "rule": key, "idempotency_key": f"check-{rule}"}
        )
        if answer.status_code not in SENT:
            raise StuckError(f"{address}: {_wrong(answer)}")

    # ── what customers bring ─────────────────────────────────────────────────────────────────

    def _case(self, sort: str, details: Details) -> str:
        """Write down a case; return its address."""
        address = reverse("cases:new")
        case_type, _dash, severity = sort.partition("-")
        form = self.open(address).context["form"]
        given = {
            "token": form["token"].value(), "case_type": case_type, "severity": severity,
            "channel": "phone", "title": "电梯停了", "new_name": "甲", "new_phone": "13800001111",
        }  # fmt: skip
        answer = self.client.post(address, {**given, **details})
        if answer.status_code not in SENT:
            raise StuckError(f"{address}: {_wrong(answer)}")
        return str(answer["Location"])

    def _resolve(self, sort: str, details: Details) -> None:
        case = self._case(sort, {})
        answer = self.client.post(f"{case}resolve/", {"resolution": "已修好", **details})
        if answer.status_code not in SENT:
            raise StuckError(f"{case}resolve/ answers {answer.status_code}")

    # ── what is owed ─────────────────────────────────────────────────────────────────────────

    def _owing(self, rule: str) -> ObligationRow:
        here = Q(rule_id=rule) | Q(rule_id__startswith=f"{rule}.")
        rows = ObligationRow.objects.filter(here, regulation=self.text.slug)
        found = rows.exclude(pk__in=self._seen).order_by("pk").first() or rows.last()
        if found is None:
            raise StuckError(f"nobody owes anything under {rule}")
        self._seen.add(found.pk)
        return found

    def _owed(self, rule: str, _details: Details) -> ObligationRow:
        found = self._owing(rule)
        self.sit_down(found.owner or self.chief)
        self.open(reverse("enforcement:why_obligation", args=[found.pk]))
        return found

    def _late(self, rule: str, details: Details) -> None:
        found = self._owed(rule, details)
        if found.due_at is None:
            raise StuckError(f"{rule} sets no limit")
        watch_once(now=found.due_at + timedelta(minutes=1))
        found.refresh_from_db()
        if found.state != "lapsed" and not found.late:
            raise StuckError(f"{rule} is {found.state} after its limit")

    def _duty(self, rule: str, details: Details) -> None:
        found = self._owed(rule, details)
        page = self.open(reverse("rounds:round", args=[found.pk]))
        if page.context["ways"]:
            way = page.context["ways"][0]
            self._sent(reverse("rounds:do", args=[found.pk, way.key]), details)
        else:
            self._finish(found, page, details)
        found.refresh_from_db()
        if found.state != "met":
            raise StuckError(f"{rule} is {found.state} after it was done")

    def _finish(self, found: ObligationRow, page: Any, details: Details) -> None:
        key = page.context["key"]
        self.client.post(reverse("rounds:rest", args=[found.pk]), {"idempotency_key": key + "a"})
        given = {"idempotency_key": key, "evidence": "已完成", **self.files, **details}
        answer = self.client.post(reverse("rounds:finish", args=[found.pk]), given)
        if answer.status_code not in SENT:
            raise StuckError(f"{found.rule_id}: {answer.context['refused']}")

    # ── what waits for a signature ───────────────────────────────────────────────────────────

    def _signs(self, rule: str, _details: Details) -> None:
        asked = Request.objects.filter(rule_id=rule).order_by("-pk").first()
        if asked is None:
            raise StuckError(f"nothing waits for a signature under {rule}")
        while asked.state == "waiting":
            self._sign(asked)

    def _sign(self, asked: Request) -> None:
        """Let whoever finds it in the queue sign one tier."""
        before = asked.decisions.count()
        given = {"verdict": "granted", "comment": "同意", "tier": asked.tier}
        for member in (*self.holders.values(), self.chief):
            self.sit_down(member)
            page = self.open(reverse("signoff:waiting"))
            address = reverse("signoff:decide", args=[asked.pk])
            if address in page.content.decode():
                self.client.post(address, {**given, "idempotency_key": f"{asked.pk}"})
                asked.refresh_from_db()
                if asked.decisions.count() > before:
                    return
        raise StuckError(f"nobody can sign the request under {asked.rule_id} from the queue")


def _asks_more(before: forms.Form, after: forms.Form) -> bool:
    return set(after.fields) != set(before.fields)


def _wrong(answer: Any) -> str:
    if not answer.context or "form" not in answer.context:
        return str(answer.status_code)
    return str(dict(answer.context["form"].errors))


def typed(form: forms.Form, details: Details, now: datetime) -> dict[str, str]:
    """Return what a member types into a form: what matters, else anything that fits."""
    found = {}
    for name, asked in form.fields.items():
        short = name.removeprefix("detail-")
        if short in details:
            value = details[short]
        else:
            initial = form.get_initial_for_field(asked, name)
            value = initial if initial not in (None, "") else _anything(asked, now)
        found[name] = _as_typed(value, now)
    return found


def _anything(asked: forms.Field, now: datetime) -> Any:
    if isinstance(asked, forms.BooleanField):
        return ""
    if isinstance(asked, forms.ChoiceField):
        choices: Any = asked.choices
        return next((key for key, _label in choices if key), "")
    if isinstance(asked, forms.DateTimeField):
        return now
    return "1" if isinstance(asked, forms.DecimalField) else "甲"


def _as_typed(value: Any, now: datetime) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        here = timezone.localtime(value) if value.tzinfo else value
        return here.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, str) and value[:1] in "+-" and value[1:-1].isdecimal():
        unit = {"m": "minutes", "h": "hours", "d": "days"}[value[-1]]
        return _as_typed(now + timedelta(**{unit: int(value[:-1])}), now)
    return str(value)
