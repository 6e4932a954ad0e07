"""Clocks for programs: those of tickets, and everything they run by."""

from manyi.sla.api import calendars, clocks, policies

RESOURCES = (("Clocks", clocks.resource), ("Clocks", policies.resource), ("Clocks", calendars.resource))
