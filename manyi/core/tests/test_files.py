"""The file store: each content once, and whole."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile

from manyi.core import files
from manyi.core.models import StoredFile

CONTENT = "一封信".encode() + os.urandom(300)  # new in every run, so that no earlier one has kept it


@pytest.mark.django_db
def test_the_same_content_is_kept_once() -> None:
    assert files.store(CONTENT) == files.store(CONTENT)
    assert files.read(StoredFile.objects.get()) == CONTENT


@pytest.mark.django_db
def test_a_content_whose_writing_was_cut_off_is_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = b"cut off " + CONTENT

    def chunks(self: ContentFile, chunk_size: int | None = None) -> Iterator[bytes]:
        yield cut[:10]
        raise KeyboardInterrupt

    with monkeypatch.context() as failing, pytest.raises(KeyboardInterrupt):
        failing.setattr(ContentFile, "chunks", chunks)
        files.store(cut)
    assert files.read(files.store(cut)) == cut
