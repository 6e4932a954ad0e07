"""Makes a migrated, empty installation a small sample company; run inside it. Prints what a walk needs as JSON."""

from __future__ import annotations

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manyi.settings")
django.setup()

from manyi.conftest import signed_in  # noqa: E402
from manyi.demo.load import load_sample  # noqa: E402
from manyi.people.models import Staff  # noqa: E402
from manyi.proof.samples import samples  # noqa: E402

load_sample(lambda share: None, customers=120, tickets=240)
admin = Staff.objects.filter(role__key="administrator").earliest("pk")
agent = Staff.objects.get(email="li.na@obsidian.example")
sessions = {"agent": signed_in(agent).cookies["sessionid"].value, "admin": signed_in(admin).cookies["sessionid"].value}
print(json.dumps({"samples": samples(agent, admin), "sessions": sessions}))
