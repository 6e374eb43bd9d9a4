"""The index of words: what the texts, quotations and names of a store hold, in each database's own full-text search.

Its tables are `passages` (the text of a document, or one quotation) and `names`; the words themselves lie in FTS5
tables beside them on SQLite, in a `tsvector` column of theirs on PostgreSQL. All are written in the transaction of
the document. Only current codings are indexed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, Float, Integer, Subquery, bindparam, column, text

from sayso.schema import CodedDocument, Document
from sayso.store.words import Phrase, folded_words

# How much more a word of the title says than one of the text.
TITLE_WEIGHT = 4.0
TOKENIZER = "unicode61 remove_diacritics 2"
# PostgreSQL takes positions up to this one, and this many bytes for all words of a text.
LAST_POSITION = 16_383
MOST_BYTES = 800_000


@dataclass(frozen=True, slots=True)
class Passage:
    """What can be found as a whole: a document's text, with its title, or what one attribution quotes."""

    document_id: str
    run_id: int | None
    attribution: str | None
    title: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """What an entity is called. Each is kept once, however many documents it is in."""

    entity: str
    name: str
    words: tuple[str, ...]


def text_passage(document: Document) -> Passage:
    """The passage of a document's own words."""
    return Passage(
        document.id, None, None, tuple(folded_words(document.title or "")), tuple(folded_words(document.text))
    )


def quotation_passages(coded: CodedDocument, run_id: int) -> list[Passage]:
    """A passage for each attribution of a coding."""
    text = coded.document.text
    found = []
    for attribution in coded.attributions:
        words = folded_words(" ".join(text[span.start : span.end] for span in attribution.content))
        found.append(Passage(coded.document.id, run_id, attribution.id, (), tuple(words)))
    return found


def names_of(coded: CodedDocument) -> list[Name]:
    """The names of a coding's entities."""
    named = {(entity.id, entity.name) for entity in coded.entities}
    return sorted((Name(id, name, tuple(folded_words(name))) for id, name in named), key=in_order)


def in_order(name: Name) -> tuple[str, str]:
    """The order in which names are written: two writers with one order never wait for each other crosswise."""
    return name.entity, name.name


class WordIndex(Protocol):
    """The full-text search of one database."""

    def create(self, connection: Connection) -> None:
        """Make what `passages` and `names` need besides, both being empty."""

    def clear(self, connection: Connection) -> None:
        """Forget all words, passages and names."""

    def add(self, connection: Connection, passages: Iterable[Passage]) -> None:
        """Write passages with their words."""

    def forget(self, connection: Connection, passages: Iterable[Passage]) -> None:
        """Take passages out again, which were added with just these words."""

    def add_names(self, connection: Connection, names: Iterable[Name]) -> None:
        """Write the names that are not there yet."""

    def matches(self, table: str, query: Iterable[Phrase]) -> Subquery:
        """The ids of the passages or names that hold all phrases, with a `rank`: the less, the better."""


# Also of those taken out again: no number comes twice.
LAST_PASSAGE = "SELECT seq FROM sqlite_sequence WHERE name = 'passages'"


class Fts5:
    """SQLite's. Its tables keep no second copy of the texts ("contentless"); their rowids are the ids."""

    def create(self, connection: Connection) -> None:
        """Make the two virtual tables."""
        for table, columns in (("passage_words", "title, words"), ("name_words", "words")):
            connection.exec_driver_sql(
                f"CREATE VIRTUAL TABLE {table} USING fts5({columns}, content='', tokenize='{TOKENIZER}')"
            )
        connection.exec_driver_sql(
            "INSERT INTO passage_words (passage_words, rank) VALUES ('rank', ?)", (f"bm25({TITLE_WEIGHT}, 1.0)",)
        )

    def clear(self, connection: Connection) -> None:
        """Empty all four tables."""
        for table in ("passage_words", "name_words"):
            connection.exec_driver_sql(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
        for table in ("passages", "names"):
            connection.exec_driver_sql(f"DELETE FROM {table}")

    def add(self, connection: Connection, passages: Iterable[Passage]) -> None:
        """Write passages and, under the same numbers, their words; who writes is alone, so the next ones are known."""
        cursor = connection.connection.cursor()
        (last,) = cursor.execute(LAST_PASSAGE).fetchone() or (0,)
        numbered = list(enumerate(passages, last + 1))
        cursor.executemany(
            "INSERT INTO passages (id, document_id, run_id, attribution) VALUES (?, ?, ?, ?)",
            [(number, passage.document_id, passage.run_id, passage.attribution) for number, passage in numbered],
        )
        cursor.executemany(
            "INSERT INTO passage_words (rowid, title, words) VALUES (?, ?, ?)",
            [(number, " ".join(passage.title), " ".join(passage.words)) for number, passage in numbered],
        )

    def forget(self, connection: Connection, passages: Iterable[Passage]) -> None:
        """Take out passages; FTS5 wants to be told which words they held."""
        for passage in passages:
            key = (passage.document_id, passage.run_id, passage.attribution)
            where = "WHERE document_id = ? AND run_id IS ? AND attribution IS ?"
            connection.exec_driver_sql(
                "INSERT INTO passage_words (passage_words, rowid, title, words) "
                f"SELECT 'delete', id, ?, ? FROM passages {where}",
                (" ".join(passage.title), " ".join(passage.words), *key),
            )
            connection.exec_driver_sql(f"DELETE FROM passages {where}", key)

    def add_names(self, connection: Connection, names: Iterable[Name]) -> None:
        """Write new names and, under the same numbers, their words."""
        cursor = connection.connection.cursor()
        for name in names:
            row = (name.entity, name.name)
            cursor.execute("INSERT INTO names (entity, name) VALUES (?, ?) ON CONFLICT DO NOTHING", row)
            if cursor.rowcount:
                words = (" ".join(name.words),)
                cursor.execute("INSERT INTO name_words (rowid, words) VALUES (last_insert_rowid(), ?)", words)

    def matches(self, table: str, query: Iterable[Phrase]) -> Subquery:
        """FTS5 ranks by bm25."""
        asked = " ".join(f'"{" ".join(phrase.words)}"{"*" * phrase.prefix}' for phrase in query)
        words = f"{table}_words"
        sql = text(f"SELECT rowid AS id, rank FROM {words} WHERE {words} MATCH :asked").bindparams(asked=asked)
        return sql.columns(column("id", Integer), column("rank", Float)).subquery(words)


class TsVector:
    """PostgreSQL's, with a GIN index."""

    def create(self, connection: Connection) -> None:
        """Add the column of words to both tables."""
        for table in ("passages", "names"):
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN words TSVECTOR NOT NULL")
            connection.exec_driver_sql(f"CREATE INDEX {table}_words_index ON {table} USING gin (words)")

    def clear(self, connection: Connection) -> None:
        """Empty both tables."""
        for table in ("passages", "names"):
            connection.exec_driver_sql(f"DELETE FROM {table}")

    def add(self, connection: Connection, passages: Iterable[Passage]) -> None:
        """Write passages with their words."""
        rows = [
            {
                "document_id": passage.document_id,
                "run_id": passage.run_id,
                "attribution": passage.attribution,
                "words": vector_of(passage.words, passage.title),
            }
            for passage in passages
        ]
        if rows:
            connection.execute(INSERT_PASSAGE, rows)

    def forget(self, connection: Connection, passages: Iterable[Passage]) -> None:
        """Take out passages; the index follows by itself."""
        for passage in passages:
            key = {"document_id": passage.document_id, "run_id": passage.run_id, "attribution": passage.attribution}
            connection.execute(DELETE_PASSAGE, key)

    def add_names(self, connection: Connection, names: Iterable[Name]) -> None:
        """Write new names with their words."""
        rows = [{"entity": name.entity, "name": name.name, "words": vector_of(name.words)} for name in names]
        if rows:
            connection.execute(INSERT_NAME, rows)

    def matches(self, table: str, query: Iterable[Phrase]) -> Subquery:
        """Ranked by how often the words stand there, with regard to the length."""
        asked = " & ".join(f"({_tsquery(phrase)})" for phrase in query)
        tables = f"{table}s"
        sql = text(
            f"SELECT id, -ts_rank(words, CAST(:asked AS tsquery), 1) AS rank FROM {tables} "
            "WHERE words @@ CAST(:asked AS tsquery)"
        ).bindparams(bindparam("asked", asked))
        return sql.columns(column("id", Integer), column("rank", Float)).subquery(f"{table}_words")


INSERT_PASSAGE = text(
    "INSERT INTO passages (document_id, run_id, attribution, words) "
    "VALUES (:document_id, :run_id, :attribution, CAST(:words AS tsvector))"
)
DELETE_PASSAGE = text(
    "DELETE FROM passages WHERE document_id = :document_id AND run_id IS NOT DISTINCT FROM CAST(:run_id AS integer) "
    "AND attribution IS NOT DISTINCT FROM CAST(:attribution AS text)"
)
INSERT_NAME = text(
    "INSERT INTO names (entity, name, words) VALUES (:entity, :name, CAST(:words AS tsvector)) ON CONFLICT DO NOTHING"
)

INDEXES: dict[str, WordIndex] = {"sqlite": Fts5(), "postgresql": TsVector()}


def index_of(connection: Connection) -> WordIndex:
    """The full-text search of the database that the connection leads to."""
    return INDEXES[connection.dialect.name]


def create_index(connection: Connection) -> None:
    """Make what the search needs besides the tables."""
    index_of(connection).create(connection)


def vector_of(words: Iterable[str], title: Iterable[str] = ()) -> str:
    """Words as PostgreSQL writes a `tsvector`; those of the title weigh more. A text's end may not fit in."""
    stands: defaultdict[str, list[str]] = defaultdict(list)
    size = 0
    for word, place in _numbered(words, title):
        size += len(place) + (0 if word in stands else len(word.encode()))
        if size > MOST_BYTES:
            break
        stands[word].append(place)
    return " ".join(f"'{word}':{','.join(found)}" for word, found in stands.items())


def _numbered(words: Iterable[str], title: Iterable[str]) -> Iterator[tuple[str, str]]:
    position = 0
    for position, word in enumerate(title, start=1):
        yield word, f"{min(position, LAST_POSITION)}A"
    # A gap, lest the end of the title and the beginning of the text be a phrase.
    for place, word in enumerate(words, start=position + 2):
        yield word, str(min(place, LAST_POSITION))


def _tsquery(phrase: Phrase) -> str:
    words = [f"'{word}'" for word in phrase.words]
    return " <-> ".join(words) + ":*" * phrase.prefix
