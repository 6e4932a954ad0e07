"""The written content fits together: types, products, teams, slots, wording."""

from collections.abc import Iterator
from random import Random

import pytest

from manyi.demo import attachments, grammar, library
from manyi.demo.library import Scenario
from manyi.demo.records import Attachment
from manyi.demo.tests.sample import company

EVERY = [each for language in library.LANGUAGES for each in library.scenarios(language)]


def templates(scenario: Scenario) -> Iterator[str]:
    yield from (*scenario.subjects, *scenario.opens, *scenario.details, *scenario.asks)
    for step in scenario.steps:
        yield from step.wordings


def test_there_are_enough_kinds_of_conversations() -> None:
    assert len(library.scenarios("zh")) >= 70
    assert len(library.scenarios("en")) >= 25


def test_nearly_every_kind_is_told() -> None:
    told = {each.scenario for each in company().tickets}
    assert len([each for each in EVERY if each.key not in told]) <= 2


@pytest.mark.parametrize("scenario", EVERY, ids=lambda each: each.key)
def test_a_scenario_fits_the_company(scenario: Scenario) -> None:
    products = {each.category for each in library.products()} | {each.sku for each in library.products()}
    defects = next(each for each in library.fields() if each.key == "defect_kind").options
    assert scenario.type in {each.key for each in library.types()}
    assert set(scenario.categories) <= products
    assert scenario.team in {"", *(each.key for each in library.teams())}
    assert scenario.defect in {"", *(each.key for each in defects)}
    assert scenario.steps[0].actor == "agent"
    assert not scenario.steps[0].optional
    offices = {each.key for each in library.departments() if each.interface_owner}
    assert {each.department for each in scenario.steps} <= {"", *offices}
    assert {each.actor for each in scenario.steps} <= {"agent", "customer", "note", "office"}
    for template in templates(scenario):
        grammar.parse(template)


def test_both_languages_share_the_same_occasions() -> None:
    zh, en = library.phrases("zh"), library.phrases("en")
    assert {key: set(value) for key, value in zh.items()} == {key: set(value) for key, value in en.items()}


def test_the_desk_starts_with_macros_and_fields() -> None:
    assert len(company().macros) == 12
    assert {each.kind for each in company().fields} == {"text", "date", "decimal", "choice"}
    keys = {each.key for each in company().types}
    for macro in company().macros:
        assert all(step.value in keys for step in macro.steps if step.does == "type")


def test_words_are_chosen_filled_and_nested() -> None:
    seen = {grammar.write("[a|b[{x}|]]", Random(number), {"x": "!"}) for number in range(40)}
    assert seen == {"a", "b", "b!"}


@pytest.mark.parametrize("broken", ["[a|b", "a]b", "a{", "[[a]"])
def test_broken_templates_are_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"brac"):
        grammar.parse(broken)


@pytest.mark.parametrize("kind", ["product", "strap", "screen", "parcel", "screenshot"])
def test_pictures_are_small_real_pngs(kind: str) -> None:
    seen = {
        attachments.render(Attachment(kind, "x.png", "image/png", number)) for number in range(attachments.VARIANTS)
    }
    assert len(seen) == attachments.VARIANTS
    assert all(each.startswith(b"\x89PNG\r\n\x1a\n") and len(each) < 60_000 for each in seen)


@pytest.mark.parametrize("kind", ["invoice", "quote", "transfer", "list"])
def test_papers_are_real_pdfs(kind: str) -> None:
    paper = attachments.render(Attachment(kind, "x.pdf", "application/pdf", 1))
    place = int(paper.rpartition(b"startxref\n")[2].split()[0])
    assert paper.startswith(b"%PDF-1.4")
    assert paper[place:].startswith(b"xref")


def test_every_sent_file_can_be_drawn() -> None:
    files = {each for ticket in company().tickets for message in ticket.messages for each in message.attachments}
    assert len(files) > 300
    assert all(attachments.render(each) for each in files)
