"""Named settings: an unclear place has a default reading, and a department may choose another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shouwen.policy.describe import describe
from shouwen.policy.judge import judge
from shouwen.policy.regulation_file import read_regulation, write_regulation
from shouwen.policy.rulings import Transfer
from shouwen.policy.sentences import say
from shouwen.policy.worked_cases import run_cases
from shouwen.policy.working.setting import Setting

FILE = """---
regulation: scores
title: 检查计分办法
catalogue: "9.9"
in_force: 2024-01-01
facts:
  score_given:
    label: 月度得分
    label_en: Score of the month
    details:
      person: {type: member, label: 员工, label_en: Employee}
      score: {type: number, label: 得分, label_en: Score}
settings:
  severe_line:
    label: 从严处理的界线
    label_en: Line for the severe penalty
    reading: 原文印作“58”，十分制下不可能，按口头警告线五分理解
    choices: {five: 五分, eight: 八分}
    choices_en: {five: Five points, eight: Eight points}
    default: five
  second_time:
    label: 再次发生时
    label_en: The second time
    reading: 原文前后不一，按从轻理解
    choices: {same: 照旧, more: 加罚}
    choices_en: {same: As before, more: More}
    default: same
---

## 第一条

得分不高于界线的，扣款。

```rule
id: low-score
kind: pay
title: 得分过低
title_en: Score too low
when: {fact: score_given, score: {at_most: {by_setting: severe_line, five: 5, eight: 8}}}
amount: {fixed: -100 yuan}
```

```cases
- {case: 五分, given: {person: zhang, score: 5}, expect: {pay: -100.00 yuan}}
- {case: 六分, given: {person: zhang, score: 6}, expect: nothing}
- {case: 没有得分, given: {person: zhang}, expect: {unknown: [score]}}
- {case: 按八分线的八分, settings: {severe_line: eight}, given: {person: zhang, score: 8}, expect: {pay: -100.00 yuan}}
- {case: 按八分线的九分, settings: {severe_line: eight}, given: {person: zhang, score: 9}, expect: nothing}
```

## 第二条

```rule
id: once-more
kind: pay
title: 加罚
title_en: One more
if_setting: {second_time: more}
when: {fact: score_given, score: {less_than: 1}}
amount: {fixed: -10 yuan}
```

```cases
- {case: 加罚, settings: {second_time: more}, given: {person: zhang, score: 0}, expect: {pay: -10.00 yuan}}
- {case: 一分不加罚, settings: {second_time: more}, given: {person: zhang, score: 1}, expect: nothing}
```
"""  # noqa: E501


def read(text=FILE):
    reading = read_regulation(text, "scores.md")
    assert reading.regulation is not None, "\n".join(map(str, reading.faults))
    return reading.regulation


def faults(text):
    return [str(fault) for fault in read_regulation(text, "f.md").faults]


def fined(regulation, score):
    setting = Setting.of(regulation, None)
    fact = setting.fact(regulation.rules["low-score"], {"given": {"person": "li", "score": score}})
    return judge(setting.rulebook, fact, {}, setting.calendar)


def test_without_a_choice_the_default_reading_holds():
    regulation = read()

    assert faults(FILE) == []
    assert regulation.catalogue == "9.9"
    assert regulation.choices == {"severe_line": "five", "second_time": "same"}
    assert regulation.definitions["low-score"]["when"]["score"] == {"at_most": 5}
    assert list(regulation.rules) == ["low-score"]


def test_a_choice_in_the_front_matter_holds_from_then_on_and_leaves_the_text_alone():
    text = FILE.replace("settings:", "chosen: {severe_line: eight}\nsettings:", 1)

    regulation = read(text)

    assert regulation.definitions["low-score"]["when"]["score"] == {"at_most": 8}
    assert write_regulation(regulation) == text


def test_a_rule_may_exist_under_one_choice_only():
    regulation = read().under({"second_time": "more"})

    assert list(regulation.rules) == list(regulation.definitions) == ["low-score", "once-more"]
    assert "if_setting" not in regulation.definitions["once-more"]
    assert list(regulation.written) == ["low-score", "once-more"]


def test_choosing_back_is_the_same_as_not_having_chosen():
    regulation = read()

    there = regulation.under({"severe_line": "eight", "second_time": "more"})

    assert there.under({}).definitions == regulation.definitions
    assert regulation.under({"severe_line": "five"}) is regulation


def test_a_value_given_for_one_choice_only_is_left_out_under_the_others():
    text = FILE.replace("at_most: {by_setting: severe_line, five: 5, eight: 8}",
                        "at_most: 8, more_than: {by_setting: severe_line, eight: 2}")  # fmt: skip
    regulation = read(text)

    assert regulation.definitions["low-score"]["when"]["score"] == {"at_most": 8}
    chosen = regulation.under({"severe_line": "eight"})
    assert chosen.definitions["low-score"]["when"]["score"] == {"at_most": 8, "more_than": 2}


def test_whole_structures_and_items_of_lists_may_depend_on_a_setting():
    text = FILE.replace(
        "when: {fact: score_given, score: {at_most: {by_setting: severe_line, five: 5, eight: 8}}}",
        "when: [{by_setting: severe_line, five: {fact: score_given, score: 1}},"
        " {fact: score_given, score: {at_most: 5}}]",
    )

    regulation = read(text)

    general = {"fact": "score_given", "score": {"at_most": 5}}
    assert regulation.definitions["low-score"]["when"] == [
        {"fact": "score_given", "score": 1},
        general,
    ]
    chosen = regulation.under({"severe_line": "eight"})
    assert chosen.definitions["low-score"]["when"] == [general]


def test_cases_are_tried_under_their_own_choices_whatever_the_department_chose():
    chosen = read(FILE.replace("settings:", "chosen: {severe_line: eight}\nsettings:", 1))

    for regulation in (read(), chosen, read().under({"second_time": "more"})):
        assert [r.difference for r in run_cases(regulation) if not r.ok] == []


def test_a_case_of_another_reading_fails_under_the_default():
    regulation = read(FILE.replace("八分, settings: {severe_line: eight}", "八分"))

    assert [r.case for r in run_cases(regulation) if not r.ok] == ["按八分线的八分"]


@pytest.mark.parametrize(("choice", "said"), [
    ("five", "按本部门的理解：从严处理的界线——五分"),
    ("eight", "按本部门的理解：从严处理的界线——八分"),
])  # fmt: skip
def test_an_explanation_names_the_reading_it_rests_on(choice, said):
    (ruling,) = fined(read().under({"severe_line": choice}), 3)

    assert isinstance(ruling, Transfer)
    assert said in [say(step, "zh") for step in ruling.steps]


def test_a_rule_of_another_choice_is_silent_under_the_default():
    silent = "- {case: 默认不加罚, given: {person: zhang, score: 0}, expect: nothing}\n"
    text = FILE.replace("- {case: 加罚,", f"{silent}- {{case: 加罚,", 1)

    assert [r.difference for r in run_cases(read(text)) if not r.ok] == []


def test_a_rule_of_another_choice_cannot_be_expected_to_speak_under_the_default():
    regulation = read(FILE.replace("加罚, settings: {second_time: more}", "加罚"))

    (result,) = [r for r in run_cases(regulation) if not r.ok]

    assert result.difference == "the rule `once-more` does not exist under these settings"


def test_an_explanation_in_english_names_the_reading_in_english():
    (ruling,) = fined(read(), 9)

    assert "As this department reads it: Line for the severe penalty – Five points" in [
        say(step, "en") for step in ruling.steps
    ]


def test_a_rule_that_rests_on_no_setting_names_none():
    regulation = read(FILE.replace("{by_setting: severe_line, five: 5, eight: 8}", "5"))

    (ruling,) = fined(regulation, 3)

    assert "read_as" not in [step.code for step in ruling.steps]


def test_a_rule_in_plain_language_names_the_reading():
    regulation = read().under({"severe_line": "eight"})

    said = describe(regulation.definitions["low-score"], regulation.words)

    assert (
        "从严处理的界线——八分",
        "Line for the severe penalty – Eight points",
    ) in [line.text for line in said.lines]


def test_a_fault_under_a_choice_that_nobody_made_is_found_at_its_line():
    text = FILE.replace("eight: 8}}}", "eight: many}}}")
    line = 1 + text[: text.index("eight: many")].count("\n")

    (fault,) = faults(text)

    assert fault.startswith(f"f.md:{line}: low-score: ")
    assert "many" in fault


def test_a_fault_inside_a_structure_is_found_at_the_line_of_its_choice():
    text = FILE.replace("amount: {fixed: -100 yuan}", """amount:
  by_setting: severe_line
  five: {fixed: -100 yuan}
  eight: {fixd: -100 yuan}""")  # fmt: skip
    line = 1 + text[: text.index("fixd")].count("\n")

    assert [fault.split(":")[1] for fault in faults(text)] == [str(line)]


def test_altering_a_rule_block_alters_it_under_every_choice():
    regulation = read()
    written = dict(regulation.written)
    written["low-score"] = {**written["low-score"], "amount": {"fixed": "-7 yuan"}}

    altered = replace(regulation, written=written)

    (ruling,) = fined(altered.under({"severe_line": "eight"}), 8)
    assert str(ruling.quantity) == "7.00 yuan"
