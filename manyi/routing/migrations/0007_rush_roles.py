"""Who steps in on the floor may start rush mode, in companies that are there already."""

from django.db import migrations


def grant(apps, schema_editor):
    for role in apps.get_model("people", "Role").objects.filter(key__in=("manager", "leader")):
        if "floor.rush" not in role.permissions:
            role.permissions = [*role.permissions, "floor.rush"]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("routing", "0006_rush"), ("people", "0001_initial")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
