"""The facts of customers: what changed in the archive, visits, contracts, identity checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shouwen.policy.facts_of.roster import PERSON, detail, fact

CUSTOMER = detail("text", "客户", "Customer")
# Which fields changed; what they hold is never part of a fact.
CHANGED = {
    f"{name}_changed": detail("yes_no", f"{label}变更", f"{english} changed")
    for name, label, english in (
        ("name", "名称", "Name"),
        ("kind", "类型", "Kind"),
        ("unit", "地址", "Address"),
        ("phone", "电话", "Telephone"),
        ("email", "电子邮箱", "E-mail"),
        ("grade", "等级", "Class"),
        ("secrecy", "密级", "Secrecy"),
        ("note", "备注", "Note"),
        ("contact", "联系人", "Contact"),
    )
}
# A keyed digest: it proves what the values were without saying them.
DIGEST = detail("text", "内容摘要码", "Digest of the values")

FACTS: Mapping[str, Any] = {
    "customer_added": fact("新建客户档案", "Customer added", customer=CUSTOMER, digest=DIGEST),
    "customer_changed": fact(
        "变更客户档案",
        "Customer changed",
        customer=CUSTOMER,
        digest=DIGEST,
        version=detail("number", "版本", "Version"),
        **CHANGED,
    ),
    "customer_visited": fact(
        "走访客户",
        "Customer visited",
        person=PERSON,
        customer=CUSTOMER,
        purpose=detail("text", "目的", "Purpose"),
        findings=detail("text", "走访情况", "Findings"),
        signed=detail("yes_no", "客户签字", "Signed by the customer"),
    ),
    "contact_forgotten": fact(
        "删除联系信息",
        "Contact data removed",
        number=detail("text", "编号", "Number"),
        customer=CUSTOMER,
        months=detail("number", "保存月数", "Months kept"),
        notice=detail("number", "隐私说明版本", "Version of the privacy notice"),
        nameless=detail("yes_no", "客户档案已匿名", "Customer made nameless"),
        photos=detail("number", "删除照片数", "Photographs removed"),
        ratings=detail("number", "删除评价数", "Ratings removed"),
    ),
    "contract_ending": fact(
        "合同临期",
        "Contract about to end",
        person=PERSON,
        customer=CUSTOMER,
        contract=detail("text", "合同", "Contract"),
        ends=detail("moment", "到期日", "Ends"),
    ),
    "identity_verified": fact(
        "核实身份",
        "Identity verified",
        person=PERSON,
        subject=detail("text", "核实对象", "Whose identity"),
        how=detail("text", "核实方式", "How it was verified"),
    ),
}
