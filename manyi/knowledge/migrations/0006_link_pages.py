"""Texts saved before pages elsewhere were looked at: what they link to is looked at from now on."""

from django.db import migrations
from django.utils import timezone

from manyi.knowledge.text.markdown import web_addresses


def note_pages(apps, schema_editor):
    version, link, page = (apps.get_model("knowledge", name) for name in ("Version", "Link", "WebPage"))
    unseen = version.objects.filter(body__contains="http").exclude(links__page__isnull=False)
    for pk in list(unseen.values_list("pk", flat=True)):
        row = version.objects.only("body").get(pk=pk)
        for address in web_addresses(row.body):
            found, _is_new = page.objects.get_or_create(address=address, defaults={"due_at": timezone.now()})
            link.objects.create(version=row, page=found, address=address)


class Migration(migrations.Migration):

    dependencies = [("knowledge", "0005_web_pages")]

    operations = [migrations.RunPython(note_pages, migrations.RunPython.noop, elidable=True)]
