"""What most companies call the same; each may change it."""

from django.db import migrations


def add(apps, schema_editor):
    from manyi.core.search.synonyms import key_of, usual

    synonym = apps.get_model("core", "SearchSynonym")
    synonym.objects.bulk_create(
        synonym(group=group, phrase=phrase, key=key_of(phrase))
        for group, phrases in enumerate(usual(), 1)
        for phrase in phrases
    )


class Migration(migrations.Migration):
    dependencies = [("core", "0003_library_search")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
