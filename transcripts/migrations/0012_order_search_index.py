"""Make the search index's tables anew, in the order of results; `rebuild_search` then fills them.

The key of a row says when it was said, so that the newest matches are found first, and tokens of its own say what a
turn is, so that filters and words are one question.
"""

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from transcripts.migrations._frozen_name_keys import name_key

_FACTS = (
    "turn_id {key} NOT NULL, exchange_id {key} NOT NULL, conference_id {key} NOT NULL, speaker_id {key},"
    " outlet_id {key}, series_id {key}, language text NOT NULL, kind text NOT NULL, topics text NOT NULL"
)
_WORDS = "CREATE TABLE transcripts_search_vocabulary (word text{collation} PRIMARY KEY, turns integer NOT NULL)"

# The tokens are made in Python; each engine is only to keep them whole. FTS5's “ascii” parts words at ASCII punctuation
# alone, which no token holds, and a tsvector is written out with its tokens quoted. The prefix index is for queries of
# one Chinese character, which is the beginning of a token. GIN without fastupdate: a list of rows still to be sorted in
# would be read from end to end for every slice of every question.
CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE transcripts_search USING fts5 (body, context, marks, tokenize = 'ascii', prefix = '1')",
        f"CREATE TABLE transcripts_search_rows (key integer PRIMARY KEY, {_FACTS.format(key='integer')})",
        "CREATE UNIQUE INDEX transcripts_search_rows_turn ON transcripts_search_rows (turn_id)",
        "CREATE INDEX transcripts_search_rows_conference ON transcripts_search_rows (conference_id)",
        _WORDS.format(collation="") + " WITHOUT ROWID",
    ],
    "postgresql": [
        "CREATE TABLE transcripts_search"
        f" (key bigint PRIMARY KEY, {_FACTS.format(key='bigint')}, words tsvector NOT NULL)",
        "CREATE UNIQUE INDEX transcripts_search_turn ON transcripts_search (turn_id)",
        "CREATE INDEX transcripts_search_conference ON transcripts_search (conference_id)",
        "CREATE INDEX transcripts_search_words ON transcripts_search USING gin (words) WITH (fastupdate = off)",
        _WORDS.format(collation=' COLLATE "C"'),
    ],
}
# Vectors are read by the thousand; LZ4, where the server was built with it, unpacks them several times as quickly.
COMPRESS = """
DO $$ BEGIN
    ALTER TABLE transcripts_search ALTER COLUMN words SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END $$
"""
DROP = {
    "sqlite": [
        "DROP TABLE transcripts_search_vocabulary",
        "DROP TABLE transcripts_search_rows",
        "DROP TABLE transcripts_search",
    ],
    "postgresql": ["DROP TABLE transcripts_search_vocabulary", "DROP TABLE transcripts_search"],
}

_before = import_module("transcripts.migrations.0003_create_search_index")


def replace_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the new tables, empty, in the place of the old."""
    _before.drop_index(apps, schema_editor)
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(COMPRESS)


def put_back_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the old tables, empty, in the place of the new."""
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
    _before.create_index(apps, schema_editor)


def add_name_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give every name of a speaker or outlet the key by which the search finds it."""
    keys = apps.get_model("transcripts", "NameKey")
    keys.objects.filter(key__startswith="# ").delete()  # where all migrations run at once, they are there already
    names = keys.objects.order_by("kind", "record", "name").values_list("kind", "record", "name").distinct()
    keys.objects.bulk_create(
        (keys(kind=kind, record=record, name=name, key=name_key(name)) for kind, record, name in list(names)),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    """Make the search index anew."""

    dependencies = [("transcripts", "0011_create_attachments")]
    operations = [
        migrations.RunPython(replace_index, put_back_index),
        migrations.RunPython(add_name_keys, migrations.RunPython.noop),
    ]
