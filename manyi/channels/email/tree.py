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


def as_sent(message: Message) -> bytes:
    """An attached mail written out again; the library's own writer fails on damaged ones."""
    fields = (f"{name}: {value}\r\n" for name, value in message.raw_items())
    head = "".join(fields).encode("utf-8", "surrogateescape") + b"\r\n"
    parts = subparts(message)
    if not parts or message.get_content_maintype() == "message":
        return head + (b"".join(map(as_sent, parts)) if parts else bytes_sent(message))
    line = f"\r\n--{message.get_boundary('')}".encode("utf-8", "surrogateescape")
    preamble, epilogue = (
        str(text or "").encode("utf-8", "surrogateescape") for text in (message.preamble, message.epilogue)
    )
    return head + preamble + b"".join(line + b"\r\n" + as_sent(part) for part in parts) + line + b"--\r\n" + epilogue


def bytes_meant(message: Message) -> bytes:
    """The body of a leaf with its encoding undone as well as the library can."""
    meant = message.get_payload(decode=True)
    return meant if isinstance(meant, bytes) else b""
