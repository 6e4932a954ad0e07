"""Where queues are set up, and what stands at the edge of every page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.errors import Text
from manyi.core.navigation import SERVING, Entry, Float, add, add_float, add_setting
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.routing.permissions import SEE_FLOOR

add(Entry("floor", _("Floor"), "radar", 40, SEE_FLOOR))
add_float(Float("call-in", "floor-my-call", ("floor.called_in", "floor.call_answered"), wakes=True))
add_float(Float("rush-banner", "floor-rush-banner", ("rush.started", "rush.ended"), is_banner=True))
add_float(
    Float("offers", "offers", ("offer.made", "offer.ended", "call_back.due", "call_back.ended", "call_back.missed"))
)


def _setting(page: str, label: Text, icon: str, rank: int) -> None:
    below = f"/settings/routing/{'compare' if page == 'trials' else page}/"
    add_setting(Entry(f"routing-{page}", label, icon, rank, MANAGE_SETTINGS, also=(below,), group=SERVING))


_setting("queues", _("Queues"), "list-ordered", 46)
_setting("weights", _("Routing weights"), "scale", 47)
_setting("abilities", _("Skills and capacity"), "graduation-cap", 48)
_setting("trials", _("Compare policies"), "git-compare", 49)
_setting("playbooks", _("Rush mode"), "siren", 50)
