"""Keep in the search index, on PostgreSQL, what stands round a turn also by itself; `rebuild_search` then fills it.

The index is emptied, for it also tells fewer kinds of neighbouring words apart, by other marks. On SQLite it stays.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Both stay in the row as far as a page can hold it: rows are read by the thousand, and what is put elsewhere has to be
# looked up one by one.
FORWARDS = [
    "TRUNCATE transcripts_search",
    "ALTER TABLE transcripts_search SET (toast_tuple_target = 8160)",
    "ALTER TABLE transcripts_search ALTER COLUMN words SET STORAGE MAIN",
    "ALTER TABLE transcripts_search ADD COLUMN context tsvector NOT NULL",
    "ALTER TABLE transcripts_search ALTER COLUMN context SET STORAGE MAIN",
]
BACKWARDS = [
    "TRUNCATE transcripts_search",
    "ALTER TABLE transcripts_search DROP COLUMN context",
    "ALTER TABLE transcripts_search ALTER COLUMN words SET STORAGE EXTENDED",
    "ALTER TABLE transcripts_search RESET (toast_tuple_target)",
]


def add_context(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the column to the emptied index."""
    _run(schema_editor, FORWARDS)


def drop_context(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the column, and empty the index."""
    _run(schema_editor, BACKWARDS)


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Give the index on PostgreSQL another column."""

    dependencies = [("transcripts", "0035_key_topics_by_words")]
    operations = [migrations.RunPython(add_context, drop_context)]
