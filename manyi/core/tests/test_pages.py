"""Templates are worked out as far as possible before a page asks for them, and say the same as if they were not."""

from __future__ import annotations

import pytest
from django.template import engines
from django.utils import translation
from django.utils.translation import gettext_lazy
from jinja2 import Environment
from markupsafe import Markup, escape

from manyi.core.pages import shown

KIT = '{% import "core/kit.html" as kit %}'


def environment(language: str) -> Environment:
    with translation.override(language):
        found: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    return found


def render(source: str, language: str = "en", **values: object) -> str:
    with translation.override(language):
        return environment(language).from_string(source).render(values)


def test_a_template_speaks_the_language_of_its_environment() -> None:
    source = "{{ _('Sign out') }} {{ _('Class %(value)s', value='A') }}"
    assert render(source) == "Sign out Class A"
    assert render(source, "zh-hans") == "退出 A 类"


def test_texts_icons_and_addresses_are_plain_data_of_the_compiled_template() -> None:
    source = "<a href=\"{{ url('inbox') }}\" title=\"{{ _('Search') }}\">{{ icon('x') }}</a>"
    code = environment("zh-hans").compile(source, raw=True)
    assert "context.call" not in code
    assert "搜索" in code


def test_an_address_that_leads_nowhere_is_an_error_only_where_it_is_shown() -> None:
    source = "{% if shown %}{{ url('nowhere') }}{% endif %}fine"
    assert render(source) == "fine"
    with pytest.raises(Exception, match="nowhere"):
        render(source, shown=True)


def test_what_the_kit_remembers_is_escaped_and_told_apart() -> None:
    source = KIT + "{{ kit.chip(name) }}{{ kit.chip(name, 'good') }}{{ kit.button('Go', attrs={'data-x': name}) }}"
    for name in ("<b>", "&", "<b>"):
        html = render(source, name=name)
        assert html.count(str(escape(name))) == 3
        assert "<b>" not in html
    assert render(KIT + "{% call kit.menu('More') %}{{ inside }}{% endcall %}", inside="within").count("within") == 1


@pytest.mark.parametrize("value", ["<a>", "plain", Markup("<i>"), 7, None, 1.5, gettext_lazy("Search"), "", True])
def test_values_are_shown_as_escape_would(value: object) -> None:
    assert shown(value) == escape(value)
