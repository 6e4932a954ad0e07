"""Scripts kept beside the library move into it: for the same readers, with how often they were used."""

from django.db import migrations, models
from django.db.models import F
from django.utils import timezone

AT_ONCE = 100


def move(apps, schema_editor):
    wording = apps.get_model("desk", "Wording")
    made = [_moved(apps, row) for row in wording.objects.filter(kind="script").order_by("id")]
    apps.get_model("knowledge", "Citation").objects.filter(
        kind="wording", subject__in=wording.objects.filter(kind="script").values("pk")
    ).delete()
    wording.objects.filter(kind="script").delete()
    job = apps.get_model("core", "Job")
    for start in range(0, len(made), AT_ONCE):
        ids = made[start : start + AT_ONCE]
        job.objects.create(name="knowledge.index", args={"articles": ids}, due_at=timezone.now())


def _moved(apps, row):
    """The article a script became; the same script already in the library gets only its use."""
    article, version, tag = (
        apps.get_model(app, name) for app, name in (("knowledge", "Article"), ("knowledge", "Version"), ("desk", "Tag"))
    )
    same = version.objects.filter(title=row.name, body=row.text, state="published", article__kind="script")
    found = same.filter(article__audience="staff").first() if row.staff_id is None and row.team_id is None else None
    if found is not None:
        article.objects.filter(pk=found.article_id).update(uses=F("uses") + row.used)
        return found.article_id
    made = article.objects.create(
        kind="script",
        audience="own" if row.staff_id else "teams" if row.team_id else "staff",
        owner_id=row.staff_id,
        language=_language(row.text),
        state="published",
        uses=row.used,
        created_at=row.created_at,
        updated_at=row.created_at,
        published_at=row.created_at,
    )
    if row.team_id:
        made.teams.add(row.team_id)
    if row.keywords:
        made.tags.add(tag.objects.get_or_create(name=row.keywords[:40])[0])
    version.objects.create(
        article=made,
        language=made.language,
        number=1,
        state="published",
        title=row.name,
        body=row.text,
        created_at=row.created_at,
        saved_at=row.created_at,
        effective_from=row.created_at,
    )
    return made.pk


def _language(text):
    return "zh-hans" if any("\u3400" <= letter <= "\u9fff" for letter in text) else "en"


class Migration(migrations.Migration):

    dependencies = [("knowledge", "0006_link_pages"), ("desk", "0014_long_lists"), ("core", "0005_newest_messages")]
    run_before = [("desk", "0015_text_blocks")]

    operations = [
        migrations.AlterField(
            model_name="article",
            name="audience",
            field=models.CharField(
                choices=[
                    ("public", "Everybody"),
                    ("signed_in", "Customers signed in"),
                    ("staff", "All colleagues"),
                    ("teams", "Chosen teams"),
                    ("own", "Only me"),
                ],
                default="staff",
                max_length=10,
                verbose_name="Who may read it",
            ),
        ),
        migrations.AlterField(
            model_name="citation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("message", "Message"),
                    ("article", "Article"),
                    ("script", "Script"),
                    ("wording", "Text block"),
                    ("macro", "Macro"),
                    ("sop", "SOP"),
                    ("robot", "Robot answer"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunPython(move, migrations.RunPython.noop, elidable=True),
    ]
