"""The full-text index: a contentless FTS5 table on SQLite, a GIN index over the words on PostgreSQL."""

from django.db import migrations


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE VIRTUAL TABLE core_search USING fts5(words, content='', detail=column, prefix='2', tokenize='unicode61')"
        )
    else:
        schema_editor.execute(
            "CREATE INDEX core_search_words ON core_searchdocument USING gin (to_tsvector('simple', words))"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE core_search")
    else:
        schema_editor.execute("DROP INDEX core_search_words")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
