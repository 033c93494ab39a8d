"""The components as HTML, in both languages."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from shouwen.policy.amounts import Quantity
from shouwen.ui.badges import Due

NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)


def drawn(source: str, language: str = "zh-hans", **values: Any) -> str:
    with override(language):
        return Template("{% load shouwen %}" + source).render(Context({"now": NOW, **values}))


def test_a_clause_chip_opens_the_explanation_and_is_a_link_without_script():
    chip = drawn('{% clause_chip "三·10" "/why/obligation/7/" title="回访制度" %}')

    assert 'href="/why/obligation/7/"' in chip
    assert 'hx-get="/why/obligation/7/" hx-select="#page" hx-target="#panel-body"' in chip
    assert 'aria-label="条款 三·10：查看依据"' in chip
    assert 'title="回访制度"' in chip


def test_a_clause_chip_without_an_explanation_is_no_link():
    assert drawn('{% clause_chip "9.1" %}') == '<span class="clause">9.1</span>'


def test_a_provisional_due_time_says_so():
    badge = drawn("{% due_badge row now %}", "en", row=Due(due_at=NOW, provisional=True))

    assert "provisional" in badge
    assert "under a minute left" in badge


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("zh-hans", '<span class="amount amount-plus">+300.00 <small>元</small></span>'),
        ("en", '<span class="amount amount-plus">+300.00 <small>yuan</small></span>'),
    ],
)
def test_an_amount_has_sign_colour_and_unit(language, written):
    assert drawn("{% amount sum %}", language, sum=Quantity.of(300, "yuan")).strip() == written


def test_points_may_carry_their_own_name():
    amount = drawn('{% amount sum unit="服务点数" %}', sum=Quantity.of(-2, "service_points"))

    assert "−2 <small>服务点数</small>" in amount
    assert "amount-minus" in amount


def test_money_as_a_filter_shows_no_plus():
    assert drawn("{{ sum|money }}", sum=Quantity.of(1500, "yuan")) == "1,500.00 元"


def test_what_people_typed_is_escaped_everywhere():
    bad = "<b>x</b>"
    source = (
        "{% clause_chip bad bad %}{% member bad bad %}{% empty bad bad bad bad %}{% steps rows %}"
        "{% card title=bad small=bad %}{{ bad }}{% endcard %}{% clause_quote bad bad bad %}"
        "{% timeline_item time=bad title=bad who=bad %}{{ bad }}{% endtimeline_item %}"
        "{% tile bad bad note=bad %}{% state_tag bad %}{% confirm_button bad bad bad %}"
        "{% progress 1 2 bad %}{% icon 'x' bad %}"
    )

    assert "<b>x" not in drawn(source, bad=bad, rows=[(bad, bad)])


def test_an_empty_list_tells_what_to_do_next():
    empty = drawn('{% empty "还没有事项" "登记后显示在这里。" "/new/" "登记" %}')

    assert "还没有事项" in empty
    assert '<a class="btn btn-primary" href="/new/">登记</a>' in empty


def test_the_pager_keeps_the_filters():
    request = RequestFactory().get("/cases/?state=open&after=10")

    pager = drawn("{% pager next_cursor=20 shown=10 %}", "en", request=request)

    assert 'href="?state=open&amp;after=20"' in pager
    assert 'href="?state=open"' in pager
    assert "10 shown" in pager


def test_a_list_of_one_page_has_no_pager():
    request = RequestFactory().get("/cases/")

    assert drawn('{% pager next_cursor="" shown=3 %}', request=request).strip() == ""


def test_steps_keep_their_order_and_results():
    steps = drawn(
        "{% steps rows %}", rows=["one", ("two", "8 小时"), {"text": "three", "result": ""}]
    )

    assert steps.index("one") < steps.index("two") < steps.index("three")
    assert "<b>8 小时</b>" in steps


def test_a_live_element_asks_for_itself():
    element = drawn('<p {% live "/counts/" 15 %}>7</p>')

    assert 'data-live="15" hx-get="/counts/" hx-trigger="live" hx-swap="outerHTML"' in element


def test_a_question_comes_before_the_deed():
    button = drawn('{% confirm_button "/x/" "撤回" "撤回吗？" tone="late" %}', csrf_token="abc")

    assert 'method="post" action="/x/"' in button
    assert 'data-confirm="撤回吗？"' in button
    assert 'name="csrfmiddlewaretoken" value="abc"' in button


class Sheet(forms.Form):
    customer = forms.CharField(label="客户", help_text="全名")
    severity = forms.ChoiceField(
        label="程度", choices=[("a", "轻"), ("b", "重")], required=False, widget=forms.RadioSelect
    )
    urgent = forms.BooleanField(label="紧急", required=False)
    number = forms.CharField(widget=forms.HiddenInput)


def test_a_refused_field_keeps_what_was_typed_and_says_why_beside_it():
    form = Sheet({"customer": "", "severity": "b", "urgent": "on", "number": "7"})

    field = drawn("{% field form.customer %}", form=form)

    assert 'id="id_customer_error"' in field
    assert 'aria-describedby="id_customer_helptext id_customer_error"' in field
    assert 'aria-invalid="true"' in field
    assert "form-control is-invalid" in field


def test_a_group_of_choices_is_a_fieldset_with_its_legend():
    field = drawn("{% field form.severity %}", form=Sheet({"severity": "b"}))

    assert "<fieldset" in field
    assert "<legend>程度 <small>选填</small></legend>" in field
    assert 'value="b"' in field
    assert "checked" in field


def test_a_whole_form_is_drawn_by_the_same_parts():
    page = drawn("{{ form }}", form=Sheet())

    assert page.count('class="field') == 3
    assert '<input type="hidden" name="number"' in page


def test_a_label_and_attributes_may_be_given_on_the_page():
    field = drawn('{% field form.customer label="业户" autocomplete="name" %}', form=Sheet())

    assert ">业户</label>" in field
    assert 'autocomplete="name"' in field


def test_lengths_and_moments_are_filters():
    text = drawn("{{ l|working_length }} {{ now|near_time:now }}", l=timedelta(minutes=200))

    assert text == "3 小时 20 分 今天 15:00"
