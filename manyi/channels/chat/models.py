"""Who writes from a site's chat widget."""

from __future__ import annotations

from django.db import models


class ChatVisitor(models.Model):
    """One browser (or one signed-in user of the host site) that has written: its customer and its conversation.

    ``key`` is the random name in the visitor's token, or the blind index of the host site's own user id. Answers up to
    the message ``mailed_up_to`` were sent by mail because nobody read them here.
    """

    inbox = models.ForeignKey("channels.Inbox", models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=40)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    ticket = models.ForeignKey("desk.Ticket", models.SET_NULL, null=True, related_name="+")
    is_identified = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    mailed_up_to = models.BigIntegerField(db_default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["inbox", "key"], name="chat_visitor_once"),)

    def __str__(self) -> str:
        return f"visitor {self.pk}"
