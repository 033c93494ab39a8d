"""Many cases from a few thousand: the rows that the door wrote, multiplied with few statements.

A case of the seed is copied with everything that hangs on it: its facts and their index, its
obligations with their histories, its place in the search index. A copy has its own number, moment
and keys, and the name of an estate in its title; all that follows from those follows along. It
keeps its customer, category and handler. So every page works as over cases opened one by one, the
counters equal a recount, and the index finds what a copy says. Two things are not worked out anew:
the hash chain (``shouwen verify`` would say so) and the hours inside a due time's explanation.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from desk_house import opened_at
from desk_words import estate


class Seed(NamedTuple):
    """One case of the seed, and how many rows hang on it."""

    pk: int
    about: str
    opened_at: Any
    is_settled: bool
    facts: int
    duties: int


def multiply(number: int) -> None:
    """Make ``number`` cases of those there are; they must fit a whole number of times."""
    from django.db import connection

    seeds = _seeds()
    assert number % len(seeds) == 0, f"choose a multiple of {len(seeds):,} cases"
    sql = _Postgres() if connection.vendor == "postgresql" else _Sqlite()
    connection.disable_constraint_checking()
    with connection.cursor() as cursor:
        sql.prepare(cursor)
        cursor.execute("CREATE TABLE bench_words (seed_id bigint PRIMARY KEY, words text)")
        cursor.executemany("INSERT INTO bench_words VALUES (%s, %s)", list(_words(seeds)))
        indexes = sql.take_indexes(cursor)
        _set_aside(cursor)
        sql.keep_places(cursor, _places(number, seeds))
        for statement in (*sql.words(), *(_copy(sql, table) for table in ASIDE)):
            _told(cursor, statement)
        _settle_counters(cursor, number, len(seeds))
        for statement in indexes:
            _told(cursor, statement)
        sql.finish(cursor)
    connection.close()


def _told(cursor: Any, statement: str) -> None:
    started = time.perf_counter()
    cursor.execute(statement)
    print(f"  {time.perf_counter() - started:6.0f} s  {statement[:70]}", flush=True)


def check() -> None:
    """Stop where the counters differ from a recount or the index does not hold what it should."""
    from shouwen.cases.models import Case
    from shouwen.cases.searching import texts
    from shouwen.cases.tallies import differences
    from shouwen.search.actions import entry_of
    from shouwen.search.engines import stored
    from shouwen.search.texts import index_of

    assert not differences(), differences()[:3]
    last = Case.objects.order_by("pk").last()
    assert last is not None
    some = Case.objects.filter(pk__in=range(1, last.pk + 1, max(1, last.pk // 40)))
    for text in texts(list(some.values_list("number", flat=True))):
        entry = entry_of(text)
        wanted = (entry.head, entry.body, repr(entry.parts), " ".join(index_of(text)))
        assert stored([text.about])[text.about] == wanted, text.about


def _seeds() -> list[Seed]:
    from django.db.models import Count

    from shouwen.cases.models import Case
    from shouwen.journal.models import FactRow
    from shouwen.obligations.models import ObligationRow

    facts, duties = (
        dict(model.objects.order_by().values_list("about").annotate(n=Count("pk")))
        for model in (FactRow, ObligationRow)
    )
    return [
        Seed(c.pk, c.about, c.opened_at, c.state == "closed", facts[c.about], duties[c.about])
        for c in Case.objects.order_by("pk")
    ]


def _in_order(seeds: list[Seed], copies: int) -> Iterator[tuple[int, Seed]]:
    """Yield which copy of which case comes next: all that are settled, then the others."""
    for settled in (True, False):
        some = [seed for seed in seeds if seed.is_settled == settled]
        yield from ((copy, seed) for copy in range(copies) for seed in some)


def _places(number: int, seeds: list[Seed]) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each case to be: where it comes from, and what is its own."""
    from django.utils import timezone

    days: Counter[str] = Counter()
    facts = duties = 0
    for n, (copy, seed) in enumerate(_in_order(seeds, number // len(seeds))):
        at = opened_at(n, number)
        day = f"{timezone.localtime(at):%Y%m%d}"
        days[day] += 1
        code = f"T{day}-{days[day]:04d}"
        later = int((at - seed.opened_at) / timedelta(seconds=1))
        yield (
            n + 1, seed.pk, seed.about, code, f"case:{code}", later, facts, duties,
            estate(copy), f"{number_words(code)} {_estate_words(estate(copy))}",
        )  # fmt: skip
        facts, duties = facts + seed.facts, duties + seed.duties


PLACE = (
    "case_id bigint, seed_id bigint, seed_about text, number text, about text, later bigint,"
    " facts bigint, duties bigint, estate text, words text"
)


def number_words(code: str) -> str:
    """Return what the index holds of a case's number, on both shelves on which it stands."""
    whole = code.lower().replace("-", "")
    ends = [f"d{whole[begin:]}" for begin in range(len(whole))]
    return " ".join(f"{shelf}{word}" for shelf in "ht" for word in (f"w{whole}", *ends))


def _estate_words(name: str) -> str:
    pairs = [f"h{name[place : place + 2]}" for place in range(len(name))]
    return " ".join(f"{shelf}{word}" for shelf in "ht" for word in pairs)


def _words(seeds: list[Seed]) -> Iterator[tuple[int, str]]:
    """Yield what the index holds of each seed without its number."""
    from shouwen.cases.searching import texts
    from shouwen.search.texts import index_of

    for begin in range(0, len(seeds), 500):
        some = seeds[begin : begin + 500]
        numbers = [seed.about.removeprefix("case:") for seed in some]
        for seed, number, text in zip(some, numbers, texts(numbers), strict=True):
            gone = set(number_words(number).split())
            yield seed.pk, " ".join(word for word in index_of(text) if word not in gone)


# Each row of the seed with the case it belongs to, and its place among the rows of that case.
ASIDE = {
    "cases_case": "SELECT t.*, t.id AS seed FROM cases_case t",
    "journal_factrow": "SELECT t.*, c.id AS seed, row_number() OVER (PARTITION BY c.id ORDER BY"
    " t.number) AS place FROM journal_factrow t JOIN cases_case c ON t.about = 'case:' || c.number",
    "journal_factkey": "SELECT t.*, f.seed, f.place AS fact_place FROM journal_factkey t"
    " JOIN seed_journal_factrow f ON f.number = t.fact_id",
    "obligations_obligationrow": "SELECT t.*, f.seed, f.place AS fact_place,"
    " e.place AS ended_place, row_number() OVER (PARTITION BY f.seed ORDER BY t.id) AS place"
    " FROM obligations_obligationrow t JOIN seed_journal_factrow f ON f.number = t.fact_id"
    " LEFT JOIN seed_journal_factrow e ON e.number = t.ended_by_fact_id",
    "obligations_transition": "SELECT t.*, o.seed, o.place AS duty_place, f.place AS fact_place"
    " FROM obligations_transition t JOIN seed_obligations_obligationrow o ON o.id = t.obligation_id"
    " LEFT JOIN seed_journal_factrow f ON f.number = t.fact_id",
    "search_entry": "SELECT t.*, c.id AS seed FROM search_entry t"
    " JOIN cases_case c ON t.about = 'case:' || c.number",
}
# What is a copy's own; every other column stays as the seed has it, moments move along.
OWN: dict[str, dict[str, str]] = {
    "cases_case": {
        "id": "m.case_id", "number": "m.number", "title": "s.title || ' ' || m.estate",
        "opening_key": "'bench:' || m.case_id",
    },
    "journal_factrow": {"number": "m.facts + s.place", "about": "m.about"},
    "journal_factkey": {"id": "", "fact_id": "m.facts + s.fact_place"},
    "obligations_obligationrow": {
        "id": "m.duties + s.place", "about": "m.about", "fact_id": "m.facts + s.fact_place",
        "ended_by_fact_id": "m.facts + s.ended_place",
        "once_key": "replace(s.once_key, s.about, m.about)",
    },
    "obligations_transition": {
        "id": "", "obligation_id": "m.duties + s.duty_place", "fact_id": "m.facts + s.fact_place",
    },
    "search_entry": {
        "id": "m.case_id", "about": "m.about",
        "head": "replace(s.head, '\n' || substr(m.seed_about, 6),"
        " ' ' || m.estate || '\n' || m.number)",
    },
}  # fmt: skip
MOMENTS = {
    "cases_case": ("opened_at", "resolved_at", "closed_at"),
    "journal_factrow": ("happened_at", "recorded_at"),
    "obligations_obligationrow": (
        "opened_at", "due_at", "warn_at", "warned_at", "next_check_at", "paused_at", "ended_at",
    ),
    "obligations_transition": ("at",),
    "search_entry": ("happened_at",),
}  # fmt: skip


def _set_aside(cursor: Any) -> None:
    for table, found in ASIDE.items():
        cursor.execute(f"CREATE TABLE seed_{table} AS {found}")
        cursor.execute(f"CREATE INDEX seed_of_{table} ON seed_{table} (seed)")
    for table in reversed(ASIDE):
        cursor.execute(f"DELETE FROM {table}")


def _settle_counters(cursor: Any, number: int, seeds: int) -> None:
    """Let the counters, the series of numbers and the chain's head say what there is now."""
    from shouwen.cases.models import NumberSeries

    cursor.execute(f"UPDATE cases_tally SET n = n * {number // seeds}")
    cursor.execute(
        "UPDATE journal_chainhead SET number = (SELECT max(number) FROM journal_factrow), hash ="
        " (SELECT hash FROM journal_factrow ORDER BY number DESC LIMIT 1)"
    )
    cursor.execute("SELECT substr(number, 2, 8), count(*) FROM cases_case GROUP BY 1")
    NumberSeries.objects.all().delete()
    NumberSeries.objects.bulk_create(
        NumberSeries(prefix="T", day=f"{day[:4]}-{day[4:6]}-{day[6:]}", last=last)
        for day, last in cursor.fetchall()
    )


class _Postgres:
    def prepare(self, cursor: Any) -> None:
        for name, value in (
            # The copies refer to what is copied with them: nobody need look at every row again.
            ("session_replication_role", "replica"), ("synchronous_commit", "off"),
            # Case by case in their order, as they would have come.
            ("enable_hashjoin", "off"), ("enable_mergejoin", "off"),
            ("max_parallel_workers_per_gather", "0"),
        ):  # fmt: skip
            cursor.execute(f"SET {name} = {value}")

    def take_indexes(self, cursor: Any) -> list[str]:
        """Drop what no constraint needs, and return how to make it again."""
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename ="
            " ANY(%s) AND indexname NOT IN (SELECT conname FROM pg_constraint)", [list(ASIDE)],
        )  # fmt: skip
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f'DROP INDEX "{name}"')
        return [definition for _name, definition in found]

    def keep_places(self, cursor: Any, rows: Iterable[tuple[Any, ...]]) -> None:
        cursor.execute(f"CREATE UNLOGGED TABLE bench_place ({PLACE})")
        with cursor.copy("COPY bench_place FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def later(self, column: str) -> str:
        return f"{column} + m.later * interval '1 second'"

    def with_number(self, column: str) -> str:
        return f"jsonb_set({column}, '{{number}}', to_jsonb(m.number))"

    def words(self) -> Iterator[str]:
        yield "ALTER TABLE seed_search_entry ADD words text[]"
        yield (
            "UPDATE seed_search_entry s SET words = string_to_array(w.words, ' ')"
            " FROM bench_words w WHERE w.seed_id = s.seed"
        )

    def index(self) -> dict[str, str]:
        return {"tokens": "array_to_tsvector(s.words || string_to_array(m.words, ' '))"}

    def finish(self, cursor: Any) -> None:
        for table in ASIDE:
            cursor.execute(f"DROP TABLE seed_{table}")
            column = "number" if table == "journal_factrow" else "id"
            if column == "id":
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
                    f" (SELECT max(id) FROM {table}))"
                )
        cursor.execute("DROP TABLE bench_place, bench_words")
        cursor.execute("VACUUM ANALYZE")


class _Sqlite:
    def prepare(self, cursor: Any) -> None:
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.execute("PRAGMA cache_size = -1000000")
        cursor.execute("DELETE FROM search_tokens")

    def take_indexes(self, cursor: Any) -> list[str]:
        """Drop what no constraint needs, and return how to make it again."""
        marks = ", ".join(["%s"] * len(ASIDE))
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND"
            f" tbl_name IN ({marks})", list(ASIDE),
        )  # fmt: skip
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f'DROP INDEX "{name}"')
        return [definition for _name, definition in found]

    def keep_places(self, cursor: Any, rows: Iterable[tuple[Any, ...]]) -> None:
        cursor.execute(f"CREATE TABLE bench_place ({PLACE})")
        cursor.executemany(f"INSERT INTO bench_place VALUES ({', '.join(['%s'] * 10)})", list(rows))

    def later(self, column: str) -> str:
        return f"datetime({column}, m.later || ' seconds')"

    def with_number(self, column: str) -> str:
        return f"json_set({column}, '$.number', m.number)"

    def words(self) -> Iterator[str]:
        yield (
            "INSERT INTO search_tokens (rowid, tokens) SELECT m.case_id, w.words || ' ' || m.words"
            " FROM bench_place m CROSS JOIN bench_words w WHERE w.seed_id = m.seed_id"
        )

    def index(self) -> dict[str, str]:
        return {}

    def finish(self, cursor: Any) -> None:
        for table in (*(f"seed_{name}" for name in ASIDE), "bench_place", "bench_words"):
            cursor.execute(f"DROP TABLE {table}")
        cursor.execute("INSERT INTO search_tokens (search_tokens) VALUES ('optimize')")
        cursor.execute("ANALYZE")


def _copy(sql: _Postgres | _Sqlite, table: str) -> str:
    """Return the statement that makes the copies of a table's rows, in the order of the cases."""
    own = OWN[table] | {name: sql.later(f"s.{name}") for name in MOMENTS.get(table, ())}
    if table == "journal_factrow":
        own["details"] = sql.with_number("s.details")
    if table == "search_entry":
        own |= sql.index()
    names = [name for name in (*_columns(table), *sql.index()) if own.get(name, name)]
    if table != "search_entry":
        names = [name for name in names if name not in sql.index()]
    values = ", ".join(own.get(name, f"s.{name}") for name in names)
    return (
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {values}"
        f" FROM bench_place m CROSS JOIN seed_{table} s WHERE s.seed = m.seed_id"
    )


def _columns(table: str) -> list[str]:
    from django.apps import apps

    model = next(each for each in apps.get_models() if each._meta.db_table == table)  # noqa: SLF001
    return [field.column for field in model._meta.concrete_fields]  # noqa: SLF001
