"""Every sample mail is read as its expected reading says."""

import json
from pathlib import Path

import pytest

from manyi.channels.email.reading import read_mail
from manyi.channels.email.tests.reading_as_json import reading_as_json
from manyi.channels.email.tests.recipes.automatic import SECRET
from manyi.channels.email.tests.recipes.make import SAMPLES, all_recipes, contents

MAILS = sorted(SAMPLES.glob("*.eml"))


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_sample_is_read_as_expected(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    fragments = expected.pop("html", [])
    mail = read_mail(path.read_bytes(), secret=SECRET, own_domains={"xingyao.example"})
    assert reading_as_json(mail) == expected
    assert bool(mail.html) == bool(fragments)
    assert [fragment for fragment in fragments if fragment not in mail.html] == []


def test_samples_are_what_their_recipes_make() -> None:
    assert {path.stem: path.read_bytes() for path in MAILS} == all_recipes()
    assert (SAMPLES / "README.md").read_text(encoding="utf-8") == contents()


def test_every_sample_has_an_expected_reading_and_the_other_way_round() -> None:
    assert {path.stem for path in SAMPLES.glob("*.json")} == {path.stem for path in MAILS}
    assert len(MAILS) >= 60
