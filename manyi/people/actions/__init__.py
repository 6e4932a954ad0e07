"""What can be done about people, by topic."""

from manyi.people.actions.accounts import (
    PHOTO_LIMIT,
    change_photo,
    end_sessions,
    leave,
    remove_second_factor,
)
from manyi.people.actions.entering import (
    accept_invitation,
    invite,
    make_login_link,
    make_setup_link,
    open_setup_link,
    renew_invitation,
    revoke_invitation,
    use_login_link,
    use_setup_link,
)
from manyi.people.actions.organisation import (
    change_department,
    change_installation,
    change_role,
    change_team,
    create_department,
    create_installation,
    create_team,
)
from manyi.people.actions.presence import pulse, set_presence, set_presence_automatically, tidy_presence
from manyi.people.actions.staff import add_staff, change_staff, deactivate_staff, reactivate_staff
from manyi.people.actions.tokens import create_token, revoke_token

__all__ = [
    "PHOTO_LIMIT",
    "accept_invitation",
    "add_staff",
    "change_department",
    "change_installation",
    "change_photo",
    "change_role",
    "change_staff",
    "change_team",
    "create_department",
    "create_installation",
    "create_team",
    "create_token",
    "deactivate_staff",
    "end_sessions",
    "invite",
    "leave",
    "make_login_link",
    "make_setup_link",
    "open_setup_link",
    "pulse",
    "reactivate_staff",
    "remove_second_factor",
    "renew_invitation",
    "revoke_invitation",
    "revoke_token",
    "set_presence",
    "set_presence_automatically",
    "tidy_presence",
    "use_login_link",
    "use_setup_link",
]
