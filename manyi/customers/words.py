"""Names of what the pages about customers show."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REASONS = {
    "same_phone": _("Same phone number"),
    "same_mailbox": _("Same e-mail name at another provider"),
    "same_name": _("Same name"),
    "similar_name": _("Similar name"),
    "same_company": _("Same company"),
}
HAPPENED = {
    "customer.created": _("Became known"),
    "customer.changed": _("File changed"),
    "customer.identity_added": _("Address added"),
    "customer.duplicate_proposed": _("Possible duplicate found"),
    "customer.duplicate_rejected": _("Said to be somebody else"),
    "customer.merged": _("Merged with another customer"),
    "customer.merge_undone": _("Merge undone"),
    "customer.revealed": _("Address shown in clear"),
    "customer.order_changed": _("Order news from the shop"),
}
