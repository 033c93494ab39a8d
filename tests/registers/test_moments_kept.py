"""A moment that a form asks for in one case only stays what was typed while the form is filled."""

from __future__ import annotations

from django.test import Client

from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.registers.conftest import ADOPTED

TEXT = """---
regulation: visits
title: 上门服务单
industry: field-service
in_force: 2024-01-01
facts:
  visit_written:
    label: 上门服务单
    label_en: Visit sheet
    details:
      customer: {type: text, label: 客户, label_en: Customer}
      signed: {type: yes_no, label: 客户已签字, label_en: Signed by the customer}
      signed_on: {type: moment, label: 签字日期, label_en: Signed on}
---

## 1 服务单

服务完毕填写服务单；客户已签字的，写明签字日期。

```rule
id: sheet
kind: form
title: 上门服务单
title_en: Visit sheet
when: {fact: visit_written}
fields: [customer, signed, {field: signed_on, only: {signed: true}}]
```
"""


def test_a_moment_asked_for_in_one_case_stays_as_typed(cast: Cast, client: Client) -> None:
    adopted = regulations.adopt(text=TEXT, file_name="visits.md", by=cast.he, at=ADOPTED)
    assert isinstance(adopted, Version), adopted
    client.force_login(cast.he, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.post(
        "/registers/visits/sheet/new/cases/",
        {
            "happened_at": "2024-03-04T10:00", "kind": "visit_written", "idempotency_key": "t",
            "detail-customer": "甲公司", "detail-signed": "yes",
            "detail-signed_on": "2024-03-04T10:10",
        },
    ).content.decode()  # fmt: skip

    assert 'value="2024-03-04T10:10"' in page
