"""Full text search that answers the same on SQLite (FTS5) and PostgreSQL (tsvector).

Documents and queries are both words as `core.search.search_words` gives them, so that neither database's own rules
for words, cases and accents decide anything. The table is named by the caller; it holds the columns `title` and `body`
with folded words parted by spaces, and an integer primary key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Func, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Concat

from skillsnet.core.search import Phrase

# PostgreSQL refuses lexemes over 2 kB.
LETTERS_READ = 100
# Of SQLite's index, written in one step.
PAGES_AT_ONCE = 500


@dataclass(frozen=True)
class SearchTable:
    """Where the folded documents stand."""

    name: str
    key: str

    @property
    def index(self) -> str:
        """The name of what is built for searching it."""
        return f"{self.name}_words"


def table_of(model: type[models.Model]) -> SearchTable:
    """Return the table of a model of documents."""
    return SearchTable(name=model._meta.db_table, key=str(model._meta.pk.column))


def matching(
    groups: Sequence[Sequence[Phrase]], *, model: type[models.Model], key: str = "pk", using: str = "default"
) -> Q:
    """Return the condition that a document holds something of each group.

    No groups match nothing. `key` names the field that holds the document's primary key.
    """
    if not groups:
        return Q(pk__in=[])
    return Q(**{f"{key}__in": matching_ids(groups, model=model, using=using)})


def matching_ids(groups: Sequence[Sequence[Phrase]], *, model: type[models.Model], using: str = "default") -> RawSQL:
    """Return the subquery of primary keys of the documents that hold something of each group."""
    table = table_of(model)
    return RawSQL(*_match_sql(table, connections[using].vendor, groups))  # noqa: S611


def document_counts(groups: Sequence[Sequence[Phrase]], *, model: type[models.Model]) -> list[int]:
    """Return how many documents hold something of each group; one query."""
    table, vendor = table_of(model), connections["default"].vendor
    if not groups:
        return []
    parts, parameters = [], []
    for number, group in enumerate(groups):
        sql, values = _match_sql(table, vendor, [group])
        parts.append(f"SELECT {number} AS place, COUNT(*) FROM ({sql}) AS held")  # noqa: S608
        parameters.extend(values)
    with connections["default"].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        counts = dict(cursor.fetchall())
    return [counts[number] for number in range(len(groups))]


def ranked_ids(
    groups: Sequence[Sequence[Phrase]], *, weights: Sequence[float], model: type[models.Model], most: int
) -> list[tuple[int, float]]:
    """Return the documents that hold most of the groups by weight, the best first, each with its sum; one query."""
    table, vendor = table_of(model), connections["default"].vendor
    if not groups:
        return []
    parts, parameters = [], []
    for group, weight in zip(groups, weights, strict=True):
        sql, values = _match_sql(table, vendor, [group])
        key = table.key if vendor == "postgresql" else "rowid"
        parts.append(f'SELECT held."{key}" AS document, {float(weight):.6f} AS weight FROM ({sql}) AS held')  # noqa: S608
        parameters.extend(values)
    union = " UNION ALL ".join(parts)
    with connections["default"].cursor() as cursor:
        cursor.execute(
            f"SELECT document, SUM(weight) AS total FROM ({union}) AS hits GROUP BY document"  # noqa: S608
            " ORDER BY total DESC, document LIMIT %s",
            [*parameters, most],
        )
        return [(int(document), float(total)) for document, total in cursor.fetchall()]


def _match_sql(table: SearchTable, vendor: str, groups: Sequence[Sequence[Phrase]]) -> tuple[str, list[str]]:
    """Return the query of the keys of documents that hold something of each group, with its parameters."""
    # Only names of tables and columns stand in the SQL; the words, letters and digits alone, go as parameters.
    if vendor == "postgresql":
        search_query = _joined(groups, term="'{word}'{beginning}", beginning=":*", each=" & ", any_of=" | ")
        return f'SELECT "{table.key}" FROM "{table.name}" WHERE {_VECTOR} @@ %s::tsquery', [search_query]  # noqa: S608
    search_query = _joined(groups, term='"{word}"{beginning}', beginning=" *", each=" AND ", any_of=" OR ")
    return f'SELECT rowid FROM "{table.index}" WHERE "{table.index}" MATCH %s', [search_query]  # noqa: S608


def _joined(groups: Sequence[Sequence[Phrase]], *, term: str, beginning: str, each: str, any_of: str) -> str:
    """Return the groups in a database's own language."""
    alternatives = [
        [
            each.join(term.format(word=part.word, beginning="" if part.is_whole else beginning) for part in phrase)
            for phrase in group
        ]
        for group in groups
    ]
    return each.join(f"({any_of.join(f'({phrase})' for phrase in group)})" for group in alternatives)


def title_hits(groups: Sequence[Sequence[Phrase]], *, title: str) -> Combinable:
    """Return how many groups begin a word of the folded title as they were typed, for ordering the best first."""
    padded = Concat(Value(" "), models.F(title), output_field=models.TextField())
    hits: Combinable = Value(0)
    for first, *_ in groups:
        words = (Contains(padded, Value(f" {term.word}")) for term in first)
        hits = hits + Case(
            When(reduce(and_, (Q(word) for word in words)), then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
    return hits


class Contains(Func):
    """Whether a text holds another, letter for letter on both databases."""

    output_field = models.BooleanField()
    conditional = True

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """Return SQLite's form."""
        return self.as_sql(compiler, connection, template="instr(%(expressions)s) > 0", **extra)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """Return PostgreSQL's form."""
        return self.as_sql(compiler, connection, template="strpos(%(expressions)s) > 0", **extra)


class ByteOrder(Func):
    """A text for ordering by its characters' numbers, whatever language the database was set up in."""

    output_field = models.TextField()

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """Return SQLite's form."""
        return self.as_sql(compiler, connection, template="(%(expressions)s) COLLATE BINARY", **extra)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """Return PostgreSQL's form."""
        return self.as_sql(compiler, connection, template='(%(expressions)s) COLLATE "C"', **extra)


_VECTOR = "array_to_tsvector(skillsnet_words(title || ' ' || body))"


def install(connection: BaseDatabaseWrapper, *, table: SearchTable) -> None:
    """Build the index and what keeps it in step; a migration that remakes the table calls this again after it."""
    remove(connection, table=table)
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement.format(index=table.index, name=table.name, key=table.key, letters=LETTERS_READ))


def remove(connection: BaseDatabaseWrapper, *, table: SearchTable) -> None:
    """Take the index away; the documents stay."""
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL_GONE if connection.vendor == "postgresql" else _SQLITE_GONE:
            cursor.execute(statement.format(index=table.index))


def forget_deleted(connection: BaseDatabaseWrapper, *, table: SearchTable) -> None:
    """Let the words of deleted documents go from the index, which SQLite keeps beside the others until it merges.

    A few pages at a time, each a transaction of its own: the whole at once keeps others from writing for seconds.
    """
    if connection.vendor != "sqlite":
        return
    connection.ensure_connection()
    with connection.cursor() as cursor:
        # A negative number first takes all of the index together, as `optimize` would; the others go on with it.
        pages, is_done = -PAGES_AT_ONCE, False
        while not is_done:
            before = connection.connection.total_changes
            cursor.execute(f'INSERT INTO "{table.index}"("{table.index}", rank) VALUES (\'merge\', %s)', [pages])  # noqa: S608
            # FTS5 documents it so: fewer than two changes mean that nothing was left to be done.
            pages, is_done = PAGES_AT_ONCE, connection.connection.total_changes - before < 2


_SQLITE = (
    # Folding has been done, so that FTS5 only parts words: a mark (Mn, Mc) and a joiner belong to theirs, as in `WORD`.
    """
    CREATE VIRTUAL TABLE "{index}" USING fts5(
        title, body, content='{name}', content_rowid='{key}', prefix='2 3',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc' tokenchars '\u200c\u200d'"
    )
    """,
    """
    CREATE TRIGGER "{index}_added" AFTER INSERT ON "{name}" BEGIN
        INSERT INTO "{index}"(rowid, title, body) VALUES (new."{key}", new.title, new.body);
    END
    """,
    """
    CREATE TRIGGER "{index}_gone" AFTER DELETE ON "{name}" BEGIN
        INSERT INTO "{index}"("{index}", rowid, title, body) VALUES ('delete', old."{key}", old.title, old.body);
    END
    """,
    """
    CREATE TRIGGER "{index}_changed" AFTER UPDATE ON "{name}" BEGIN
        INSERT INTO "{index}"("{index}", rowid, title, body) VALUES ('delete', old."{key}", old.title, old.body);
        INSERT INTO "{index}"(rowid, title, body) VALUES (new."{key}", new.title, new.body);
    END
    """,
    """INSERT INTO "{index}"("{index}") VALUES ('rebuild')""",
)
_SQLITE_GONE = (
    'DROP TRIGGER IF EXISTS "{index}_added"',
    'DROP TRIGGER IF EXISTS "{index}_gone"',
    'DROP TRIGGER IF EXISTS "{index}_changed"',
    'DROP TABLE IF EXISTS "{index}"',
)
_POSTGRESQL = (
    # PostgreSQL's own parser would read numbers, hosts and addresses into the words; these are words already.
    """
    CREATE OR REPLACE FUNCTION skillsnet_words(document text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(array_agg(DISTINCT left(word, {letters})), '{{}}')
        FROM unnest(string_to_array(document, ' ')) AS word WHERE word <> ''
    $$
    """,
    """CREATE INDEX "{index}" ON "{name}" USING gin (array_to_tsvector(skillsnet_words(title || ' ' || body)))""",
)
_POSTGRESQL_GONE = ('DROP INDEX IF EXISTS "{index}"',)
