"""What is wrong with something sent is said in the caller's language, field by field."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from shouwen.api import saying

SENT = {
    "/cases": {"case_type": 5, "title": 7, "unknown": 1},
    "/facts": {"kind": ["x"], "details": "none"},
}


@pytest.mark.parametrize("address", SENT)
def test_a_program_reads_what_is_wrong_in_its_own_language(wang, address):
    for language, foreign in (("zh-hans", "should"), ("en", "应为")):
        answer = wang.send(address, SENT[address], **{"Accept-Language": language})

        assert answer.status_code == 422
        said = [each for sentences in answer.json()["fields"].values() for each in sentences]
        assert said
        assert foreign not in "".join(said)
        assert all(each.endswith((".", "。")) for each in said)
        assert all(each.isascii() == (language == "en") for each in said)


@pytest.mark.once
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"type": "missing"}, "缺少此项。"),
        ({"type": "string_too_long", "ctx": {"max_length": 40}}, "最多 40 个字符。"),
        ({"type": "too_long", "ctx": {"max_length": 5}}, "最多 5 项。"),
        ({"type": "literal_error", "ctx": {"expected": "1 or 2"}}, "只能是以下各值：1, 2。"),
        ({"type": "datetime_parsing", "ctx": {"error": "input"}},
         "此处应为时间，如 2026-01-31T09:00:00+08:00。"),
        ({"type": "model_attributes_type"}, "此处应为 JSON 对象。"),
        ({"type": "string_too_long"}, "无法识别，写法见接口说明。"),
        ({"type": "new_in_a_later_version"}, "无法识别，写法见接口说明。"),
    ],
)  # fmt: skip
def test_each_fault_has_its_sentence(fault, said):
    with override("zh-hans"):
        assert saying.sentence(fault) == said
