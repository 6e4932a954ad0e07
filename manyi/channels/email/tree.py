"""The parsed mail as a tree whose leaves keep their bytes."""

from email.message import Message


def subparts(message: Message) -> list[Message]:
    """The parts below this one: of a multipart, an attached mail, the field groups of a report."""
    payload = message.get_payload() if message.is_multipart() else None
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def bytes_sent(message: Message) -> bytes:
    """The body of a leaf as it came; the library hands it out untouched only if no encoding is declared."""
    del message["Content-Transfer-Encoding"]
    sent = message.get_payload(decode=True)
    return sent if isinstance(sent, bytes) else b""


def bytes_meant(message: Message) -> bytes:
    """The body of a leaf with its encoding undone as well as the library can."""
    meant = message.get_payload(decode=True)
    return meant if isinstance(meant, bytes) else b""
