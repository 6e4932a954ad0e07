"""Open tickets that are older than the clocks get theirs: the worker does it, after the next start."""

from django.db import migrations
from django.utils import timezone


def enqueue(apps, schema_editor):
    if apps.get_model("core", "Installation").objects.exists():
        job = apps.get_model("core", "Job")
        job.objects.get_or_create(key="sla.begin", defaults={"name": "sla.begin", "due_at": timezone.now()})


class Migration(migrations.Migration):
    dependencies = [("sla", "0002_clocks"), ("core", "0001_initial")]
    operations = [migrations.RunPython(enqueue, migrations.RunPython.noop)]
