"""What customers can do for themselves, and what the help centre keeps."""

from manyi.portal.actions.help import (
    end_contact,
    end_old_contacts,
    note_contact,
    note_contact_opened,
    save_look,
    say_whether_it_helped,
)
from manyi.portal.actions.requests import confirm, open_request, say, send_entry_link, tell_of_solution, use_entry_link

__all__ = [
    "confirm",
    "end_contact",
    "end_old_contacts",
    "note_contact",
    "note_contact_opened",
    "open_request",
    "save_look",
    "say",
    "say_whether_it_helped",
    "send_entry_link",
    "tell_of_solution",
    "use_entry_link",
]
