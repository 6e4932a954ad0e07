"""PostgreSQL finds the newest messages that hold some words without fetching all that do."""

from django.db import migrations

# What stands together rarely is asked for at once: joining lists of words costs little, fetching their rows much.
# How rarely it does, the two newest small blocks tell; what they hold often is asked for block by block, one mark at a
# time, since the index skips where all words must be there but not among alternatives. "id + 0" keeps the planner from
# walking the messages themselves.
FUNCTION = """
CREATE FUNCTION core_newest(asked tsquery, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET jit = off SET work_mem = '64MB' AS $$
DECLARE
    last bigint := (SELECT COALESCE(max(id), 0) FROM core_searchdocument);
    small bigint := greatest((last >> 13) - 1, 0);
    bound bigint := small << 13;
    few integer := 6000;
    missing integer := most;
    found integer;
    mark text;
    marks text[];
BEGIN
    FOREACH mark IN ARRAY CASE WHEN small = last >> 13 THEN ARRAY['=' || small]
            ELSE ARRAY['=' || small + 1, '=' || small] END LOOP
        RETURN QUERY SELECT id FROM core_searchdocument
            WHERE core_message_words(id, words) @@ (asked && quote_literal(mark)::tsquery)
            ORDER BY id + 0 DESC LIMIT missing;
        GET DIAGNOSTICS found = ROW_COUNT;
        missing := missing - found;
        IF missing <= 0 THEN RETURN; END IF;
    END LOOP;
    IF bound = 0 THEN RETURN; END IF;
    found := most - missing;
    IF found * last < few * (last - bound) THEN
        RETURN QUERY SELECT id FROM core_searchdocument
            WHERE core_message_words(id, words) @@ asked AND id + 0 < bound ORDER BY id + 0 DESC LIMIT missing;
        RETURN;
    END IF;
    marks := CASE WHEN missing <= 4 * found
        THEN ARRAY(SELECT '=' || one FROM generate_series(small - 1, 0, -1) one)
        ELSE ARRAY(SELECT '+' || one FROM generate_series((bound - 1) >> 17, 0, -1) one) END;
    FOREACH mark IN ARRAY marks LOOP
        RETURN QUERY SELECT id FROM core_searchdocument
            WHERE core_message_words(id, words) @@ (asked && quote_literal(mark)::tsquery) AND id + 0 < bound
            ORDER BY id + 0 DESC LIMIT missing;
        GET DIAGNOSTICS found = ROW_COUNT;
        missing := missing - found;
        IF missing <= 0 THEN RETURN; END IF;
    END LOOP;
END $$
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION core_newest")


class Migration(migrations.Migration):
    dependencies = [("core", "0005_newest_messages")]
    operations = [migrations.RunPython(create, drop)]
