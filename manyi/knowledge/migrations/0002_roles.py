"""Give the built-in roles of companies that are there already what new ones start with."""

from django.db import migrations

GRANTS = {
    "manager": ("read", "contribute", "write", "review", "manage", "oversee"),
    "leader": ("read", "contribute", "write", "review", "oversee"),
    "senior": ("read", "contribute", "write"),
    "agent": ("read", "contribute"),
    "inspector": ("read",),
    "backoffice": ("read",),
}


def grant(apps, schema_editor):
    for role in apps.get_model("people", "Role").objects.filter(key__in=GRANTS):
        wanted = (f"knowledge.{name}" for name in GRANTS[role.key])
        role.permissions = [*role.permissions, *(code for code in wanted if code not in role.permissions)]
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_initial"), ("people", "0001_initial")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
