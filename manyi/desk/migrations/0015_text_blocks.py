"""Whole scripts stand in the library; what is left are text blocks."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("desk", "0014_long_lists")]

    operations = [migrations.RemoveField(model_name="wording", name="kind")]
