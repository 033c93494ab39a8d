"""An open portal of the small department, with a customer at its door."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.cases.models import Case
from shouwen.portal import actions
from shouwen.portal.models import Offer, Portal, RatingForm
from shouwen.regulations import actions as regulations
from tests.cast import Cast

TEN = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Friday
PHONE = "13800001234"
STARS = {"kind": "stars", "text": "总体满意吗", "text_en": "Overall?", "required": True}
QUESTIONS: list[dict[str, Any]] = [
    STARS,
    {"kind": "yes_no", "text": "问题解决了吗", "text_en": "Was it settled?", "required": True},
    {"kind": "choice", "text": "哪里最要紧", "text_en": "", "choices": ["速度", "态度"]},
    {"kind": "text", "text": "还想说什么", "text_en": "Anything else?"},
]
RULES = """---
regulation: door-rules
title: 客户服务承诺
industry: property-services
in_force: 2024-01-01
posts:
  agent: 客服专员
working_hours:
  mon-fri: ["08:30-12:00", "13:30-18:00"]
---

## 一 承诺

### 1 回电

投诉登记后两个工作小时内给客户回电。

```rule
id: call
kind: deadline
catalogue: 0.1-01
title: 投诉回电
title_en: Call back
when: {fact: case_opened, case_type: complaint}
owed_by: {detail: handler}
duty: 给客户回电
duty_en: Call the customer
within: 2 working hours
met_by: {fact: callback_made, result: reached}
```

### 2 重大投诉

重大投诉一个工作日内办结。

```rule
id: major
kind: deadline
catalogue: 0.1-02
title: 重大投诉办结
title_en: Settle a major complaint
when: {fact: case_opened, case_type: complaint, severity: major}
owed_by: {detail: handler}
duty: 办结重大投诉
duty_en: Settle it
within: 1 working day
met_by: {fact: case_resolved}
```

### 3 不满意回访

客户评价不满意的，两个工作小时内回访。

```rule
id: unhappy
kind: deadline
catalogue: 0.1-03
title: 不满意回访
title_en: Call back an unhappy customer
when: {fact: case_rated, satisfied: false}
owed_by: {detail: handler}
duty: 回访不满意客户
duty_en: Call the unhappy customer
within: 2 working hours
met_by: {fact: callback_made, result: reached}
```

### 4 满意率

每月客户满意率不低于九成。

```rule
id: satisfaction
kind: target
catalogue: 0.1-04
title: 客户满意率
title_en: Satisfaction
every: month
metric: {share: {of: {fact: case_rated}, having: {fact: case_rated, satisfied: true}}}
at_least: 90 %
```
"""


@dataclass(slots=True)
class Clock:
    """The moment every page reads from the wall."""

    now: datetime

    def forward(self, **length: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**length)
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop the clock on a Friday morning."""
    found = Clock(TEN)
    monkeypatch.setattr(timezone, "now", lambda: found.now)
    return found


@pytest.fixture
def rules(cast: Cast) -> None:
    """Put the promises in force."""
    version = regulations.adopt(
        text=RULES, file_name="d.md", by=cast.he, at=TEN.replace(year=2024)
    )  # fmt: skip
    assert not isinstance(version, tuple), [str(fault) for fault in version]


def open_portal(cast: Cast, at: datetime = TEN) -> Portal:
    """Open the portal with one sort of matter and its questions."""
    actions.give_notice(text="只为办理您的事项保存姓名和电话。", text_en="Kept.", by=cast.he, at=at)
    actions.save_offer(
        offer=None,
        values={
            "case_type": "complaint", "name": "投诉", "name_en": "Complaint", "place": "optional",
            "place_label": "房号", "place_label_en": "Room", "hint": "", "hint_en": "",
            "takes_photos": True, "order": 1, "is_shown": True, "category": None,
            "fields": [{"label": "方便接听时间", "label_en": "When to call", "required": False}],
        },
    )  # fmt: skip
    for case_type in ("complaint", "repair"):
        actions.set_questions(
            case_type=case_type, questions=QUESTIONS, unsatisfied_at=2, by=cast.he, at=at
        )
    return actions.save_settings(
        values={
            "is_on": True, "name": "客户服务部", "name_en": "Customer Service", "accent": "teal",
            "taker": cast.posts["agent"], "languages": ["zh-hans", "en"],
        }
    )  # fmt: skip


@pytest.fixture
def portal(cast: Cast, rules: None, clock: Clock) -> Portal:
    """Return the open portal."""
    return open_portal(cast)


@pytest.fixture
def offer(portal: Portal) -> Offer:
    """Return what may be filed."""
    return Offer.objects.get()


@pytest.fixture
def questions(portal: Portal) -> RatingForm:
    """Return what is asked about complaints."""
    return RatingForm.objects.get(case_type="complaint")


@dataclass(slots=True)
class Customer:
    """Somebody at the door, with a browser of their own."""

    client: Client

    def confirm(self, contact: str = PHONE, way: str = "phone", then: str = "") -> Any:
        """Ask for a code and type it."""
        self.client.post(
            "/portal/confirm/", {"way": way, "contact": contact, "website": "", "then": then}
        )
        return self.client.post("/portal/code/", {"code": self.shown_code()})

    def shown_code(self) -> str:
        """Read the code that a house outside production shows."""
        page = self.client.get("/portal/code/").content.decode()
        found = re.search(r"<b>(\d{6})</b>", page)
        assert found, page
        return found[1]

    def key(self, address: str, name: str = "idempotency_key") -> str:
        """Return the key of the first form of a page."""
        page = self.client.get(address).content.decode()
        found = re.search(rf'name="{name}" value="([0-9a-f]+)"', page)
        assert found, page
        return found[1]

    def files(self, offer: Offer, **changes: Any) -> Any:
        """File a matter with what a customer would write."""
        address = f"/portal/new/{offer.pk}/"
        given = {
            "name": "刘女士", "place": "A 座 1203", "own-0": "晚上", "text": "楼上装修噪音",
            "consent": "on", "website": "", "idempotency_key": self.key(address), **changes,
        }  # fmt: skip
        return self.client.post(address, given)

    def receipt(self) -> tuple[str, str, str]:
        """Return number, code and link of the receipt."""
        page = self.client.get("/portal/receipt/").content.decode()
        number = re.search(r'id="receipt-number">([^<]+)<', page)
        code = re.search(r'id="receipt-code">([^<]+)<', page)
        link = re.search(r"/portal/f/([\w-]+)/", page)
        found = [each[1] for each in (number, code, link) if each]
        assert len(found) == 3, page
        return found[0], found[1], found[2]

    def does(self, number: str, verb: str, **given: Any) -> Any:
        """Send one of the forms of a matter's page."""
        key = self.key(f"/portal/matter/{number}/")
        sent = {"idempotency_key": key, "website": "", **given}
        return self.client.post(f"/portal/matter/{number}/do/{verb}/", sent)


@pytest.fixture
def liu(portal: Portal) -> Customer:
    """Return a customer nobody knows yet."""
    return Customer(Client())


@pytest.fixture
def stranger(portal: Portal) -> Customer:
    """Return somebody else at the same door."""
    return Customer(Client())


@pytest.fixture
def filed(liu: Customer, offer: Offer) -> Case:
    """Return a matter that the customer has just filed."""
    liu.confirm()
    liu.files(offer)
    return Case.objects.get()
