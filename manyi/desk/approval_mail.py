"""An approval answered by mail: yes or no as the first word, and what else stands there."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from manyi.core.actors import Actor
from manyi.core.errors import Refused
from manyi.desk.actions.approvals import decide_approval
from manyi.desk.approval_letters import send_unclear
from manyi.desk.models import Approval

_END = r"(?![a-z])[\s:：,，.。!！\-]*"
_YES = re.compile(r"^\s*(?:yes|ok(?:ay)?|approved?|agreed?|同意|批准|可以|通过)" + _END, re.IGNORECASE)
_NO = re.compile(r"^\s*(?:no|refused?|reject(?:ed)?|不同意|不批准|不可以|拒绝|驳回)" + _END, re.IGNORECASE)


def meaning(text: str) -> tuple[bool | None, str]:
    """Yes, no, or None when it can't be told, with the words that follow."""
    for pattern, answer in ((_NO, False), (_YES, True)):
        if found := pattern.match(text):
            return answer, text[found.end() :].strip()
    return None, text.strip()


def take_answer(approval: Approval, *, by: Actor, text: str) -> None:
    """Decide as the mail of the approver says; what can't be done or understood is answered by a mail that says so."""
    answer, words = meaning(text)
    try:
        if answer is None:
            send_unclear(approval, _("Your mail says neither yes nor no."))
        else:
            decide_approval(approval, by=by, approve=answer, words=words)
    except Refused as refusal:
        fields = getattr(refusal, "fields", {})
        send_unclear(approval, " ".join(str(one) for one in fields.values()) or str(refusal.message))
