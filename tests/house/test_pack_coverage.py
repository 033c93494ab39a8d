"""Which rules of the catalogues the bundled regulations carry out, and which they do not yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouwen.policy.regulation_file import Regulation, read_regulation

ROOT = Path(__file__).parents[2]
PACKS = ROOT / "src/shouwen/packs"
FILES = {
    "0.1": "service-engineer-incentive",
    "1.3c": "customer-return-visits",
    "1.4": "customer-service-discipline",
    "3.1": "callback-assessment",
    "4.4": "complaint-handling",
}
# The rules of the kinds that this release runs, by catalogue.
RUN = {
    "0.1": {
        "deadline": "17",
        "duty": "22",
        "approval": "15 20 25",
        "score": "05 07 09 23 28",
        "pay": "03 06 10 11 12 13 14 16 18 19 21 26 27 30 31",
        "target": "01",
    },
    "1.3c": {"deadline": "01 02 03 04 06 07 08"},
    "1.4": {
        "deadline": "22 23 25 68",
        "duty": "03 04 05 06 07 10 19 20 47 48 49 51 52 53 54",
        "pay": "55 56 57 58 60 61 71 72 73 74",
        "target": "27",
    },
    "3.1": {
        "deadline": "33 35 42",
        "duty": "03 06 07 08 09 10 12 14 16 17 19 23 25 26 27 28 31 37 38 41 46 47 49 50 51",
        "target": "04 45",
    },
    "4.4": {
        "deadline": "23 37",
        "duty": "38",
        "approval": "14 15 24 32",
        "pay": "22 25 26 27 28 29 30 33 34 35",
    },
}
# Shapes that this release does not have; docs/regulation-format.md says what is missing.
NOT_YET = {"4.4-29"}
# Where the rules of the other kinds stand as clauses, until a later release runs them.
CLAUSES = {
    "0.1": "02:第三条 04:第四条 08:第五条 24:9.5 29:第十条 32:第十一条 33:第十二条 34:第十三条",
    "1.3c": "05:三·1(3) 09:三·2(3) 10:三·3(1) 11:三·3(2)",
    "1.4": """01:前言 02:一 08:二·6 09:二·7 11:三·1 12:三·2 13:三·3 14:三·4 15:三·5 16:三·6 17:三·6
        18:三·6 21:三·9 24:四(二)·接听·1 26:四(二)·接听·1 28:四(二)·接听·2 29:四(二)·接听·2
        30:四(二)·接听·2 31:四(二)·接听·2 32:四(二)·接听·2 33:四(二)·接听·2 34:四(二)·接听·2
        35:四(二)·接听·2 36:四(二)·回访·1 37:四(二)·回访·1 38:四(二)·回访·1 39:四(二)·回访·2
        40:四(二)·回访·2 41:四(二)·回访·2 42:四(三)·来访·1 43:四(三)·来访·1 44:四(三)·来访·1
        45:四(三)·来访·2 46:四(三)·来访·2 50:四(三)·走访 59:四(五)·2 62:五(一)·1 63:五(一)·2
        64:五(一)·3 65:五(一)·4 66:五(二)·1 67:五(二)·2 69:五(二)·4 70:五(二)·5 75:附则·2""",
    "3.1": """01:一 02:一(一)·1 05:一(一)·4 11:一(一)·10 13:一(二)·1 15:一(二)·9 18:一(二)·4
        20:一(二)·5 21:一(二)·6 22:一(二)·6 24:一(二)·8 29:一(三)·1 30:一(三)·2 32:一(三)·4
        34:一(三)·4 36:一(三)·5 39:一(三)·7 40:一(三)·8 43:一(三)·10 44:一(三)·11 48:一(三)·14""",
    "4.4": """01:第一条 02:第二条 03:第三条 04:第四条 05:第五条 06:第六条 07:第七条 08:第八条·1
        09:第八条·2 10:第八条·3 11:第九条 12:第十条 13:第十一条 16:第十四条 17:第十五条
        18:第十六条·1 19:第十六条·1 20:第十六条·2 21:第十七条 31:第二十三条 36:第二十五条
        39:第二十八条""",
}
SIZES = {"0.1": 34, "1.3c": 11, "1.4": 75, "3.1": 51, "4.4": 39}
catalogues = pytest.mark.parametrize("catalogue", FILES)


def read(catalogue: str) -> Regulation:
    file = PACKS / f"{FILES[catalogue]}.md"
    found = read_regulation(file.read_text(encoding="utf-8"), file.name).regulation
    assert found is not None
    return found


def wanted(catalogue: str) -> set[str]:
    return {f"{catalogue}-{n}" for numbers in RUN[catalogue].values() for n in numbers.split()}


def carried_out(pack: Regulation) -> set[str]:
    return {number for rule in pack.rules.values() for number in rule.catalogue}


@catalogues
def test_every_catalogue_rule_of_a_kind_that_runs_has_a_rule_or_says_why_not(catalogue):
    assert wanted(catalogue) - carried_out(read(catalogue)) == NOT_YET & wanted(catalogue)


@catalogues
def test_a_rule_names_only_catalogue_rules_that_exist(catalogue):
    assert carried_out(read(catalogue)) - wanted(catalogue) == set()


@catalogues
def test_the_rules_of_other_kinds_stand_as_clauses_with_their_text(catalogue):
    texts = {node.number: node.text for node in read(catalogue).clauses}

    places = [place.partition(":")[2] for place in CLAUSES[catalogue].split()]

    assert [place for place in places if not texts.get(place)] == []


@catalogues
def test_no_catalogue_rule_is_forgotten(catalogue):
    elsewhere = {f"{catalogue}-{place.partition(':')[0]}" for place in CLAUSES[catalogue].split()}

    assert len(wanted(catalogue) | elsewhere) == SIZES[catalogue]
    assert wanted(catalogue) & elsewhere == set()


def test_what_is_not_expressed_yet_is_said_on_the_page_about_the_format():
    page = (ROOT / "docs/regulation-format.md").read_text(encoding="utf-8")

    assert [rule for rule in NOT_YET if rule not in page.partition("## Not yet")[2]] == []


# Regulations whose every catalogue rule has a rule or an honest note: file, catalogue, how many.
WHOLE = {
    "booking-call-centre-rules": ("0.2", 60),
    "cinema-ticket-consignment": ("4.8", 8),
    "cleaner-conduct": ("1.3f", 7),
    "cleaning-supervision": ("1.3j", 13),
    "cs-conduct-and-attendance": ("4.13", 11),
    "cs-department-rules": ("1.3a", 10),
    "customer-service-confidentiality": ("0.3", 40),
    "dangerous-goods-control": ("4.1", 11),
    "department-meetings": ("1.3d", 15),
    "front-desk-duty": ("4.7", 14),
    "garbage-house": ("1.3g", 11),
    "gps-installation-service": ("1.7", 31),
    "hotline-service-standards": ("2.3", 20),
    "it-operations-handbook": ("2.16", 12),
    "newspaper-delivery": ("1.3i", 6),
    "online-service-standard": ("2.13", 10),
    "online-topup-service": ("1.5", 38),
    "security-guard-duties": ("1.6", 32),
    "service-phrases": ("2.6", 16),
    "service-staff-conduct": ("4.12", 14),
    "staff-management-rules": ("2.2", 42),
    "supervisor-inspection": ("1.3b", 4),
    "telecom-desk-rules": ("4.17", 22),
    "tenant-goods-passes": ("1.3e", 7),
    "vacant-unit-cleaning": ("1.3h", 8),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_regulation_leaves_no_catalogue_rule_out(name):
    catalogue, size = WHOLE[name]
    file = PACKS / f"{name}.md"
    pack = read_regulation(file.read_text(encoding="utf-8"), file.name).regulation
    assert pack is not None

    assert carried_out(pack) == {f"{catalogue}-{n:02d}" for n in range(1, size + 1)}


@pytest.mark.parametrize("name", WHOLE)
def test_few_rules_of_a_whole_regulation_are_only_notes(name):
    file = PACKS / f"{name}.md"
    pack = read_regulation(file.read_text(encoding="utf-8"), file.name).regulation
    assert pack is not None

    notes = [rule.id for rule in pack.rules.values() if rule.kind == "note"]

    assert len(notes) <= 0.08 * len(pack.rules)


def test_no_bundled_regulation_is_forgotten_here():
    assert {file.stem for file in PACKS.glob("*.md")} == {*FILES.values(), *WHOLE}
