"""Loads the channel and its mailbox service when Django starts."""

from manyi.channels.email import channel, fetching

__all__ = ["channel", "fetching"]
