from __future__ import annotations

from datetime import timedelta

import pytest

from shouwen.access import actions, masks
from shouwen.access.sight import Sight, shown, sight_of
from shouwen.policy.rulings import Mask
from tests.access.conftest import TEN

PHONE = "13812345678"


def test_without_a_regulation_whoever_works_on_matters_sees_an_ordinary_record_whole(cast):
    assert shown(cast.wang, "customer", "phone", PHONE, at=TEN) == PHONE


def test_without_a_regulation_everybody_else_sees_the_ends_of_a_number(cast):
    assert shown(cast.system, "customer", "phone", PHONE, at=TEN) == "138****5678"
    assert shown(cast.system, "customer", "address", "A 座", at=TEN) == "A 座"


@pytest.mark.parametrize(
    ("level", "name", "phone", "address"),
    [("secret", "刘**", "138****5678", "****"), ("top", "****", "****", "****")],
)
def test_the_house_covers_confidential_records_even_from_those_who_work(
    cast, level, name, phone, address
):
    sight = sight_of(cast.wang, TEN)

    assert sight.shown("customer", level, "name", "刘女士") == name
    assert sight.shown("customer", level, "phone", PHONE) == phone
    assert sight.shown("customer", level, "address", "A 座 1203") == address


def test_a_field_nobody_thought_of_is_covered_too(cast):
    assert sight_of(cast.wang, TEN).shown("customer", "secret", "shoe_size", "43") == "****"


def test_a_mask_of_a_rule_in_force_covers_for_those_it_grants(cast, tied):
    sight = sight_of(cast.wang, TEN)

    assert sight.shown("customer", "ordinary", "phone", PHONE) == "138****5678"
    assert sight.shown("customer", "ordinary", "name", "刘女士") == "刘女士"


def test_whom_a_rule_refuses_sees_nothing_at_all(cast, tied):
    assert sight_of(cast.zhang, TEN).shown("customer", "ordinary", "name", "刘女士") == "****"


def test_what_a_rule_asks_for_first_stays_covered(cast, tied):
    assert sight_of(cast.li, TEN).shown("customer", "top", "name", "刘女士") == "****"


def test_the_fields_of_a_regulation_are_tied_to_ours_by_words(cast, rules):
    actions.tie(record="customer", level="ordinary", field="", words=["client_file"])
    actions.tie(record="customer", level="", field="mobile", words=["phone"])

    assert sight_of(cast.wang, TEN).shown("customer", "ordinary", "mobile", PHONE) == "138****5678"


def test_rows_cost_no_query(cast, tied, django_assert_num_queries):
    sight = sight_of(cast.wang, TEN)
    sight.shown("customer", "ordinary", "phone", PHONE)

    with django_assert_num_queries(0):
        for _ in range(50):
            sight.shown("customer", "ordinary", "phone", PHONE)


def test_nobody_in_particular_sees_what_everybody_may(cast, tied):
    nobody = Sight(None, TEN)

    assert nobody.shown("customer", "ordinary", "name", "刘女士") == "****"
    assert nobody.shown("contract", "ordinary", "title", "物业合同") == "物业合同"


def test_a_text_people_wrote_is_covered_where_it_names_what_is_covered(cast):
    sight = sight_of(cast.wang, TEN)

    said = sight.scrubbed("请回电 13812345678", [(PHONE, "138****5678")])

    assert said == "请回电 138****5678"
    mail = ("anna@example.com", "an****")
    assert sight.scrubbed("发到 Anna@Example.com。", [mail]) == "发到 an****。"


def test_the_same_moment_is_the_same_sight_and_a_later_one_is_not(cast):
    assert sight_of(cast.wang, TEN) is sight_of(cast.wang, TEN)
    assert sight_of(cast.wang, TEN) is not sight_of(cast.wang, TEN + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("mask", "value", "said"),
    [
        (Mask(field="", first=1), "刘", "****"),
        (Mask(field="", first=3, last=4), "8012", "****"),
        (Mask(field="", first=1, tail="@"), "anna@example.com", "a***@example.com"),
        (masks.COVERED, "", ""),
    ],
)
def test_what_is_too_short_to_cover_in_part_is_covered_whole(mask, value, said):
    assert masks.over(mask, value) == said
