"""File names are safe and tell what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyi.channels.email.names import extension_for, guess_media_type, safe_filename


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("合同（终稿）.pdf", "合同（终稿）.pdf"),
        ("C:\\Users\\qin\\bill.pdf", "bill.pdf"),
        ("../../etc/passwd", "passwd"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ('a"b\r\nc.txt', "a_b_c.txt"),
        ("..", ""),
        (".htaccess", "htaccess"),
        ("", ""),
    ],
)
def test_names_lose_what_could_harm(name: str, safe: str) -> None:
    assert safe_filename(name) == safe


@given(st.text(max_size=400))
def test_safe_names_stay_short_and_in_their_folder(name: str) -> None:
    safe = safe_filename(name)
    assert len(safe) <= 180
    assert not set(safe) & set('/\\\r\n\x00"')
    assert safe_filename(safe) == safe


def test_long_names_keep_their_ending() -> None:
    assert safe_filename("长" * 300 + ".pdf").endswith(".pdf")


def test_types_and_endings_belong_together() -> None:
    assert extension_for("image/jpeg") == ".jpg"
    assert extension_for("application/x-nobody-knows") == ".bin"
    assert guess_media_type("报价.XLSX").endswith("spreadsheetml.sheet")
    assert guess_media_type("unknown") == "application/octet-stream"
