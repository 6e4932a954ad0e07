"""What can be done in chat: what a visitor does in the widget, and how a site is set up."""

from manyi.channels.chat.actions.conversations import ask_call_back, confirm, leave_contact, read_up_to, receive, refuse
from manyi.channels.chat.actions.setup import add_site, change_site, rotate_secret
from manyi.channels.chat.actions.unread import mail_unread, watch_unread

__all__ = [
    "add_site",
    "ask_call_back",
    "change_site",
    "confirm",
    "leave_contact",
    "mail_unread",
    "read_up_to",
    "receive",
    "refuse",
    "rotate_secret",
    "watch_unread",
]
