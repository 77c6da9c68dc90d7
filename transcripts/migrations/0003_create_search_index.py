"""Make the search index's tables. They are no models': what they hold can be made again from the records."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# The tokens are made in Python; each engine is only to keep them whole. FTS5's “ascii” parts words at ASCII punctuation
# alone, which no token holds, and a tsvector is written out with its tokens quoted. The prefix index is for queries of
# one Chinese character, which is the beginning of a token.
CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE transcripts_search USING fts5 (body, context, tokenize = 'ascii', prefix = '1')",
        "CREATE TABLE transcripts_search_rows (turn_id integer PRIMARY KEY, conference_id integer NOT NULL)",
        "CREATE INDEX transcripts_search_rows_conference ON transcripts_search_rows (conference_id)",
    ],
    "postgresql": [
        "CREATE TABLE transcripts_search"
        " (turn_id bigint PRIMARY KEY, conference_id bigint NOT NULL, words tsvector NOT NULL)",
        "CREATE INDEX transcripts_search_conference ON transcripts_search (conference_id)",
        "CREATE INDEX transcripts_search_words ON transcripts_search USING gin (words)",
    ],
}
DROP = {
    "sqlite": ["DROP TABLE transcripts_search_rows", "DROP TABLE transcripts_search"],
    "postgresql": ["DROP TABLE transcripts_search"],
}


def create_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the tables, empty."""
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the tables away again."""
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Create the search index."""

    dependencies = [("transcripts", "0002_create_groups")]
    operations = [migrations.RunPython(create_index, drop_index)]
