"""The place of customers in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.navigation import Entry, add
from manyi.customers.permissions import SEE

add(Entry("customers", _("Customers"), "contact-round", 30, SEE))
