"""How a colleague likes to be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from manyi.core.actions import action, now
from manyi.core.actors import Actor
from manyi.core.crypto import blind_index
from manyi.core.errors import Invalid
from manyi.notices.kinds import WAYS, kinds
from manyi.notices.models import Digest, Preference, Subscription
from manyi.notices.push import readable

MOST_BROWSERS = 20


@action
def save_preference(
    *,
    by: Actor,
    choices: Mapping[str, Sequence[str]],
    digest: str,
    quiet_from: dt.time | None,
    quiet_to: dt.time | None,
    has_sound: bool,
) -> Preference:
    """Keep it. A private choice stays out of the log. Quiet hours need both ends."""
    wrong = {}
    if digest not in Digest.values:
        wrong["digest"] = _("Choose how often.")
    if (quiet_from is None) != (quiet_to is None):
        wrong["quiet_to"] = _("Quiet hours need a beginning and an end.")
    if wrong:
        raise Invalid(fields=wrong)
    known = {kind.key for kind in kinds()}
    clean = {key: [way for way in WAYS if way in ways] for key, ways in choices.items() if key in known}
    values = {
        "choices": clean, "digest": digest, "quiet_from": quiet_from, "quiet_to": quiet_to, "has_sound": has_sound,
    }  # fmt: skip
    row, _created = Preference.objects.update_or_create(staff_id=by.as_staff, defaults=values)
    return row


@action
def subscribe(*, by: Actor, endpoint: str, key: str, secret: str) -> Subscription:
    """Send push messages to this browser. Raises :class:`Invalid` for what no browser would give."""
    address = urlsplit(endpoint)
    if address.scheme != "https" or not address.hostname or len(endpoint) > 2000 or not readable(key, secret):
        raise Invalid(_("This browser's address for push messages can't be used."))
    index = blind_index("push", endpoint)
    values = {"staff_id": by.as_staff, "endpoint": endpoint, "key": key, "secret": secret, "created_at": now()}
    row, _created = Subscription.objects.update_or_create(endpoint_index=index, defaults=values)
    old = Subscription.objects.filter(staff_id=by.as_staff).order_by("-created_at").values_list("pk", flat=True)
    Subscription.objects.filter(pk__in=list(old[MOST_BROWSERS:])).delete()
    return row


@action
def unsubscribe(*, by: Actor, endpoint: str) -> None:
    """No more push messages to this browser."""
    Subscription.objects.filter(staff_id=by.as_staff, endpoint_index=blind_index("push", endpoint)).delete()
