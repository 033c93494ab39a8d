"""Which rules of the catalogues the bundled regulations carry out, and which they do not yet."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from shouwen.regulations import library
from shouwen.site.cli import shouwen

ROOT = Path(__file__).parents[2]
NOT_YET = (
    (ROOT / "docs/regulation-format.md").read_text(encoding="utf-8").partition("## Not yet")[2]
)
each = pytest.mark.parametrize("name", library.names())


def run(*arguments: str) -> Any:
    done = CliRunner().invoke(shouwen, arguments)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


@each
def test_a_regulation_names_only_rules_of_its_own_part_of_the_catalogue(name):
    read = library.regulation(name)
    named = {number for rule in read.rules.values() for number in rule.catalogue}

    assert named - set(library.catalogue()[read.catalogue]) == set()


@each
def test_a_regulation_leaves_a_catalogue_rule_out_only_where_the_page_says_so(name):
    covered = library.coverage(library.regulation(name))

    assert bool(covered.missing) == (f"`{name}.md`" in NOT_YET), covered.missing


def test_no_two_regulations_share_a_part_of_the_catalogue():
    numbers = [read.catalogue for read in library.regulations()]

    assert sorted(numbers) == sorted(set(numbers))


def test_few_catalogue_rules_are_only_notes():
    covered = [library.coverage(read) for read in library.regulations()]
    notes = sum(len(one.notes) for one in covered)

    assert notes <= 0.08 * sum(len(one.implemented) for one in covered)


def test_no_python_names_a_regulation_or_a_catalogue_rule():
    # Ids are written 4.4-17; a version or a date never is.
    numbers = sorted(library.catalogue(), key=len, reverse=True)
    ids = "|".join(map(re.escape, numbers))
    named = re.compile(rf"\b(?:{'|'.join(library.names())})\b|[\"'](?:{ids})-\d\d\b")
    files = [file for room in ("src", "tests", "benchmarks", "tools")
             for file in (ROOT / room).rglob("*.py")]  # fmt: skip

    found = {str(file): hit[0] for file in files
             if (hit := named.search(file.read_text(encoding="utf-8")))}  # fmt: skip

    assert found == {}


# ── the commands ─────────────────────────────────────────────────────────────────────────────


def test_the_list_counts_rules_and_cases():
    listed = run("packs", "list", "--json")
    first = library.regulation(listed[0]["regulation"])

    assert [one["regulation"] for one in listed] == list(library.names())
    assert (listed[0]["rules"], listed[0]["cases"]) == (len(first.rules), len(first.cases))


def test_coverage_tells_implemented_rules_from_notes_and_missing_ones():
    for one in run("packs", "coverage", "--json"):
        parts = [set(one[part]) for part in ("implemented", "notes", "missing")]
        assert set.union(*parts) == set(library.catalogue()[one["number"]])
        assert sum(map(len, parts)) == one["listed"]
        assert sum(one["kinds"].values()) >= len(one["kinds"])


def test_export_gives_every_rule_with_its_place_and_parameters():
    exported = run("packs", "export", "--json")
    read = library.regulation(exported[0]["regulation"])
    rule = read.rules[exported[0]["rule"]]

    assert len(exported) == sum(len(one.rules) for one in library.regulations())
    assert exported[0]["clause"] == rule.clause.number
    assert exported[0]["catalogue"] == list(rule.catalogue)
    assert not exported[0]["parameters"].keys() & {"id", "kind", "catalogue"}


def test_the_plain_texts_end_with_the_sum():
    listed = CliRunner().invoke(shouwen, ["packs", "list"]).output.splitlines()
    covered = CliRunner().invoke(shouwen, ["packs", "coverage"]).output.splitlines()

    assert listed[-1].startswith(f"{len(library.names())} regulations, ")
    assert covered[-1].startswith(f"{sum(map(len, library.catalogue().values()))} rules")


def test_every_case_of_the_library_runs_at_once():
    done = CliRunner().invoke(shouwen, ["cases", "--all"])
    cases = sum(len(read.cases) for read in library.regulations())

    assert done.exit_code == 0
    assert done.output.splitlines()[-1].startswith(f"{cases} of {cases} cases of ")


def test_export_reads_an_unclear_place_otherwise_where_it_is_told_to():
    read, name = next((one, key) for one in library.regulations() for key in one.settings)
    choices = list(read.settings[name].choices)

    rules = {
        choice: {
            one["rule"]: one["parameters"]
            for one in run("packs", "export", "--json", "--setting", f"{name}={choice}")
            if one["regulation"] == read.slug
        }
        for choice in choices[:2]
    }

    assert rules[choices[0]] != rules[choices[1]]


@pytest.mark.parametrize("setting", ["no_such_place=one", "no_such_place"])
def test_a_setting_that_there_is_not_is_refused(setting):
    found = CliRunner().invoke(shouwen, ["packs", "export", "--json", "--setting", setting])
    assert found.exit_code != 0
    assert "no_such_place" in found.output
