"""The index of the library: rows of words, with an FTS5 table on SQLite and two GIN indexes on PostgreSQL."""

from django.db import migrations, models

FTS5 = """CREATE VIRTUAL TABLE core_searchentry_words USING fts5(
    title_words, tag_words, sounds, body_words, marks, content='core_searchentry', content_rowid='id',
    detail=column, prefix='1 2 3', tokenize="unicode61 remove_diacritics 0 tokenchars '=_'")"""
# The price keeps the planner from computing it for every row instead of asking the index; a higher one starts the JIT.
LEXEMES = """CREATE FUNCTION core_lexemes(VARIADIC texts text[]) RETURNS tsvector LANGUAGE sql IMMUTABLE COST 100 AS
    $$ SELECT array_to_tsvector(array_remove(string_to_array(array_to_string(texts, ' '), ' '), '')) $$"""
TOP = "core_lexemes(title_words, tag_words, sounds, marks)"
WHOLE = "core_lexemes(title_words, tag_words, body_words, marks)"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(FTS5)
        return
    schema_editor.execute(LEXEMES)
    schema_editor.execute("ALTER TABLE core_searchentry SET (toast_tuple_target = 256)")
    schema_editor.execute(f"CREATE INDEX core_searchentry_top ON core_searchentry USING gin ({TOP})")
    schema_editor.execute(f"CREATE INDEX core_searchentry_whole ON core_searchentry USING gin ({WHOLE})")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE core_searchentry_words")
        return
    schema_editor.execute("DROP INDEX core_searchentry_top, core_searchentry_whole")
    schema_editor.execute("DROP FUNCTION core_lexemes")


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchSynonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.PositiveIntegerField(db_index=True)),
                ('phrase', models.CharField(max_length=60)),
                ('key', models.CharField(db_index=True, help_text="The phrase's words, as a query is cut.", max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(help_text='English words by their stems.', max_length=60, primary_key=True, serialize=False)),
                ('shown', models.CharField(help_text='As it was first written.', max_length=60)),
                ('documents', models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_id', models.BigIntegerField()),
                ('language', models.CharField(max_length=16)),
                ('weight', models.FloatField(default=0, help_text='0 to 1: how much it is used, whatever the query.')),
                ('changed_at', models.DateTimeField()),
                ('heading', models.TextField(help_text='The title, folded.')),
                ('marks', models.TextField(help_text='What it is filtered by, one word each, beginning with =.')),
                ('title_words', models.TextField(help_text='Words and pairs of characters of the title.')),
                ('tag_words', models.TextField()),
                ('sounds', models.TextField(help_text='Pinyin and initials of the title and tags.')),
                ('body_words', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject_id', 'language'), name='core_search_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchSlip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=61)),
                ('word', models.CharField(max_length=60)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'word'), name='core_search_slip_once')],
            },
        ),
        migrations.RunPython(create, drop),
    ]
