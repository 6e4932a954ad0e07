"""Where queues are set up, and what stands at the edge of every page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.navigation import Entry, Float, add, add_float, add_setting
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.routing.permissions import SEE_FLOOR

add(Entry("floor", _("Floor"), "radar", 40, SEE_FLOOR))
add_float(Float("call-in", "floor-my-call", ("floor.called_in", "floor.call_answered")))
add_float(Float("rush-banner", "floor-rush-banner", ("rush.started", "rush.ended"), is_banner=True))
add_float(
    Float("offers", "offers", ("offer.made", "offer.ended", "call_back.due", "call_back.ended", "call_back.missed"))
)
add_setting(
    Entry("routing-trials", _("Compare policies"), "scale", 49, MANAGE_SETTINGS, also=("/settings/routing/compare/",))
)
add_setting(
    Entry("routing-playbooks", _("Rush mode"), "siren", 49, MANAGE_SETTINGS, also=("/settings/routing/playbooks/",))
)

_BELOW = "/settings/routing/"
add_setting(Entry("routing-queues", _("Queues"), "list-ordered", 46, MANAGE_SETTINGS, also=(f"{_BELOW}queues/",)))
add_setting(Entry("routing-weights", _("Routing weights"), "scale", 47, MANAGE_SETTINGS, also=(f"{_BELOW}weights/",)))
add_setting(
    Entry(
        "routing-abilities", _("Skills and capacity"), "graduation-cap", 48, MANAGE_SETTINGS,
        also=(f"{_BELOW}abilities/",),
    )
)  # fmt: skip
