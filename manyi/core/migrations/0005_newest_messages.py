"""PostgreSQL finds the newest messages first: each holds, beside its words, marks of the block it belongs to."""

from django.db import migrations

# A lexeme has at most 2,046 bytes; only long texts can hold a longer word.
FUNCTION = """CREATE FUNCTION core_message_words(id bigint, words text) RETURNS tsvector LANGUAGE sql IMMUTABLE COST 100 AS
    $$ SELECT array_to_tsvector(array_remove(string_to_array(
        CASE WHEN octet_length(words) > 2000 THEN regexp_replace(words, '(\\S{255})\\S+', '\\1', 'g') ELSE words END, ' '
    ), '') || ARRAY['=' || (id >> 13), '+' || (id >> 17)]) $$"""
INDEX = "CREATE INDEX core_search_words ON core_searchdocument USING gin (core_message_words(id, words))"
OLD = "CREATE INDEX core_search_words ON core_searchdocument USING gin (to_tsvector('simple', words))"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in ("DROP INDEX core_search_words", FUNCTION, INDEX):
            schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in ("DROP INDEX core_search_words", "DROP FUNCTION core_message_words", OLD):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0004_synonyms")]
    operations = [migrations.RunPython(create, drop)]
