"""Empty the search index, to hold the question before each answer, and titles; `rebuild_search` then fills it.

On SQLite the table of words gets a column for the question. On PostgreSQL it stands in the vectors that are there.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_TABLE = "CREATE VIRTUAL TABLE transcripts_search USING fts5 ({columns}, tokenize = 'ascii', prefix = '1')"


def add_question(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index anew, empty, with a place for the question."""
    _empty(schema_editor, "body, context, question, marks")


def drop_question(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index anew, empty, as it was."""
    _empty(schema_editor, "body, context, marks")


def _empty(schema_editor: BaseDatabaseSchemaEditor, columns: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("TRUNCATE transcripts_search")
        return
    schema_editor.execute("DROP TABLE transcripts_search")
    schema_editor.execute("DELETE FROM transcripts_search_rows")
    schema_editor.execute(_TABLE.format(columns=columns))


class Migration(migrations.Migration):
    """Give the index a place for the question that is answered."""

    dependencies = [("transcripts", "0039_keep_import_bases")]
    operations = [migrations.RunPython(add_question, drop_question)]
