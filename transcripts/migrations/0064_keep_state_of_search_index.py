"""Keep by which release the search index was made, and what has changed since a rebuild of it began.

The index that is there was made by an earlier release: `rebuild_search` then makes it anew.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FORWARDS = [
    "CREATE TABLE transcripts_search_state (release integer, rebuild text)",
    "INSERT INTO transcripts_search_state (release, rebuild) VALUES (NULL, NULL)",
    "CREATE TABLE transcripts_search_changed (conference_id {key} PRIMARY KEY)",
]
BACKWARDS = [
    "DROP TABLE transcripts_search_changed",
    "DROP TABLE transcripts_search_state",
    "DROP TABLE IF EXISTS transcripts_search_rows_next",  # of a rebuild that was stopped
    "DROP TABLE IF EXISTS transcripts_search_next",
]


def create_state(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the tables; the release of the index is not known."""
    _run(schema_editor, FORWARDS)


def drop_state(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the tables away again."""
    _run(schema_editor, BACKWARDS)


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
    key = "bigint" if schema_editor.connection.vendor == "postgresql" else "integer"
    for statement in statements:
        schema_editor.execute(statement.format(key=key))


class Migration(migrations.Migration):
    """Give the search index a state."""

    dependencies = [("transcripts", "0063_erase_words")]
    operations = [migrations.RunPython(create_state, drop_state)]
