"""Rush mode by programs: playbooks, starting, ending, the report."""

from __future__ import annotations

from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.routing.models import Queue


def test_a_playbook_is_written_and_a_queue_served_by_it(cast: Cast) -> None:
    admin, queue = Program(cast.admin), Queue.objects.get().pk
    body = {
        "names": {"en": "Outage"},
        "trigger": {"waiting": 30, "conditions": {"channels": ["chat"]}},
        "capacity": 150,
    }
    made = admin.ask("POST", "/routing/playbooks", body, status=201)
    assert (made["version"], made["capacity"], made["trigger"]["conditions"]["channels"]) == (1, 150, ["chat"])
    rush = admin.ask("POST", "/rushes", {"queue": queue, "playbook": made["id"]}, status=201)
    again = admin.ask("POST", "/rushes", {"queue": queue, "playbook": made["id"]}, status=201)
    assert again["id"] == rush["id"]
    assert admin.send("DELETE", f"/routing/playbooks/{made['id']}").status_code == 409
    assert admin.ask("GET", f"/rushes/{rush['id']}/report")["helpers"] == []
    assert admin.ask("POST", f"/rushes/{rush['id']}/ending")["end"] == "hand"
    assert [one["id"] for one in admin.ask("GET", "/rushes")["rushes"]] == [rush["id"]]
    changed = admin.ask("PUT", f"/routing/playbooks/{made['id']}", {"names": {"en": "Outage"}, "capacity": 200})
    assert changed["version"] == 2
    assert made["id"] in [one["id"] for one in admin.ask("GET", "/routing/playbooks")["playbooks"]]
    admin.ask("DELETE", f"/routing/playbooks/{made['id']}", status=204)


def test_only_who_leads_the_floor_may(cast: Cast) -> None:
    lin, admin = Program(cast.lin), Program(cast.admin)
    playbook = admin.ask("GET", "/routing/playbooks")["playbooks"][0]["id"]
    queue = Queue.objects.get().pk
    assert lin.send("POST", "/rushes", {"queue": queue, "playbook": playbook}).status_code == 403
    assert lin.send("GET", "/rushes").status_code == 403
    assert Program(cast.chen).send("POST", "/routing/playbooks", {"names": {"en": "x"}}).status_code == 403
    assert admin.send("POST", "/rushes", {"queue": 10**6, "playbook": playbook}).status_code == 409
