from __future__ import annotations

import pytest
from django.urls import reverse

from shouwen.cases import actions, categories
from shouwen.cases.models import Category
from shouwen.people.refusals import RefusedError


def test_a_category_stands_below_one_of_its_own_type(noise):
    with pytest.raises(RefusedError) as refusal:
        actions.add_category(case_type="repair", name="夜间噪音", parent=noise)

    assert refusal.value.field == "parent"


@pytest.mark.parametrize("name", ["噪音", " "])
def test_a_category_needs_a_name_of_its_own_at_its_place(noise, name):
    with pytest.raises(RefusedError) as refusal:
        actions.add_category(case_type="complaint", name=name, parent=noise.parent)

    assert refusal.value.field == "name"
    assert Category.objects.count() == 2


def test_the_tree_lists_parents_before_their_children(noise):
    actions.add_category(case_type="complaint", name="夜间噪音", parent=noise)

    rows = [(row.depth, row.name) for row in categories.category_tree()]
    assert rows == [(0, "环境"), (1, "噪音"), (2, "夜间噪音")]
    assert categories.branch(noise.parent.pk) == set(Category.objects.values_list("pk", flat=True))


def test_the_manager_adds_and_renames_on_the_page(noise, cast, client):
    client.force_login(cast.he)
    place = reverse("cases:categories")

    client.post(place, {"case_type": "repair", "name": "水管", "name_en": "Pipes"})
    client.post(reverse("cases:category", args=[noise.pk]), {"name": "噪声", "name_en": "Noise"})
    twice = client.post(place, {"case_type": "repair", "name": "水管"})

    page = client.get(place).content.decode()
    assert "水管" in page
    assert "噪声" in page
    assert twice.status_code == 422


def test_to_an_agent_the_tree_is_not_theirs_to_keep(noise, cast, client):
    client.force_login(cast.wang)

    assert client.get(reverse("cases:categories")).status_code == 404
    assert client.get(reverse("cases:category", args=[noise.pk])).status_code == 404
