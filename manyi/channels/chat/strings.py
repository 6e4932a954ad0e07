"""Every word the widget shows, in the visitor's language; the site's own words come from its settings."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SPOKEN = ("zh", "en")

STRINGS = {
    "open": gettext_noop("Chat with us"),
    "close": gettext_noop("Close the chat"),
    "online": gettext_noop("Online · usually answers within minutes"),
    "offline": gettext_noop("Away · we answer when we are back"),
    "served": gettext_noop("{name} is looking after you"),
    "hello": gettext_noop("Hello! How can we help you?"),
    "log": gettext_noop("Chat messages"),
    "write": gettext_noop("Type a message…"),
    "send": gettext_noop("Send message"),
    "attach": gettext_noop("Attach a file or picture"),
    "drop": gettext_noop("Drop the file here to send it"),
    "you": gettext_noop("You"),
    "sending": gettext_noop("Sending…"),
    "sent": gettext_noop("Sent"),
    "seen": gettext_noop("Read"),
    "waiting": gettext_noop("Not sent yet. We keep trying."),
    "failed": gettext_noop("Not sent"),
    "retry": gettext_noop("Try again"),
    "discard": gettext_noop("Remove"),
    "typing": gettext_noop("{name} is typing"),
    "lost": gettext_noop("No connection. What you write is kept and sent as soon as it is back."),
    "unread": gettext_noop("{count} unread"),
    "tooLarge": gettext_noop("This file is too large (at most {limit} MB)."),
    "queue": gettext_noop("We will be with you soon"),
    "phone": gettext_noop("Rather not wait? Leave your phone number"),
    "call": gettext_noop("Call me back"),
    "callWhen": gettext_noop("When shall we call?"),
    "soonest": gettext_noop("As soon as possible"),
    "resolution": gettext_noop("Is it solved?"),
    "resolutionText": gettext_noop("We think your request is solved. If not, we go on at once."),
    "solved": gettext_noop("Yes, solved"),
    "notYet": gettext_noop("Not yet"),
    "closed": gettext_noop("This conversation is closed. Write at any time to go on."),
    "survey": gettext_noop("How satisfied are you?"),
    "surveyText": gettext_noop("Ten seconds; it goes to the person who served you."),
    "worst": gettext_noop("Not at all"),
    "best": gettext_noop("Very"),
    "solution": gettext_noop("Problem solved"),
    "attitude": gettext_noop("Friendliness"),
    "speed": gettext_noop("Speed"),
    "transparency": gettext_noop("Kept informed"),
    "comment": gettext_noop("Anything to add?"),
    "submit": gettext_noop("Submit"),
    "thanks": gettext_noop("Thank you for your answer!"),
    "points": gettext_noop("{n} of 5"),
    "away": gettext_noop("Nobody is in right now. Leave us a message and we answer by e-mail."),
    "name": gettext_noop("Name (optional)"),
    "email": gettext_noop("Your e-mail"),
    "message": gettext_noop("Describe your question"),
    "leave": gettext_noop("Leave message"),
    "left": gettext_noop("We have your message and will answer to {email}."),
    "askEmail": gettext_noop("Leave your e-mail in case we lose the connection?"),
    "save": gettext_noop("Save"),
    "saved": gettext_noop("Saved. We can reach you now."),
    "later": gettext_noop("Not now"),
    "required": gettext_noop("Please fill this in."),
    "badEmail": gettext_noop("This is not a usable e-mail address."),
    "error": gettext_noop("That did not work. Please try again."),
}


def strings() -> dict[str, str]:
    """The widget's words in the active language."""
    return {key: _(text) for key, text in STRINGS.items()}


def language_of(request: HttpRequest) -> str:
    """Chinese or English, whichever the browser prefers; English for everybody who reads neither."""
    accepted = request.headers.get("Accept-Language", "").lower()
    if accepted and not any(part.strip().startswith(SPOKEN) for part in accepted.split(",")):
        return "en"
    return translation.get_language_from_request(request)
