"""Keep in the search index, on PostgreSQL, what stands round a turn also by itself; `rebuild_search` then fills it.

The index is emptied, for it also tells fewer kinds of neighbouring words apart, by other marks. On SQLite it stays.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# MAIN: it stays in the row, where ranking reads it by the thousand.
FORWARDS = [
    "TRUNCATE transcripts_search",
    "ALTER TABLE transcripts_search ADD COLUMN context tsvector NOT NULL",
    "ALTER TABLE transcripts_search ALTER COLUMN context SET STORAGE MAIN",
]
BACKWARDS = ["TRUNCATE transcripts_search", "ALTER TABLE transcripts_search DROP COLUMN context"]


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
