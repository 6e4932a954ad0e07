"""HTML mail made harmless for a sandboxed frame."""

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Final
from urllib.parse import unquote

import nh3

from manyi.desk.models import REMOTE_MARK

from .html_bounds import within_bounds

_LAYOUT_TAGS: Final = frozenset({"center", "font", "u", "s", "strike", "big", "tt", "col", "colgroup", "figure"})
_LAYOUT_ATTRIBUTES: Final = frozenset({"align", "valign", "bgcolor", "border", "cellpadding", "cellspacing", "width"})
_STYLES: Final = frozenset(
    re.findall(
        r"\S+",
        """background-color border border-bottom border-collapse border-color border-left border-radius border-right
    border-spacing border-style border-top border-width color direction display font-family font-size font-style
    font-weight height letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right
    margin-top max-width min-width padding padding-bottom padding-left padding-right padding-top table-layout
    text-align text-decoration text-indent text-transform vertical-align white-space width word-break
    word-wrap""",
    )
)
_DATA_IMAGE: Final = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp);", re.IGNORECASE)
_LINK: Final = re.compile(r"\s*(?:https?://|mailto:|tel:)", re.IGNORECASE)
_PENDING: Final = "http://manyi-remote.invalid/"


def _attributes() -> dict[str, set[str]]:
    allowed = deepcopy(nh3.ALLOWED_ATTRIBUTES)
    for tag in nh3.ALLOWED_TAGS | _LAYOUT_TAGS:
        allowed.setdefault(tag, set()).update({"style", "dir", "title", *_LAYOUT_ATTRIBUTES})
    allowed["font"].update({"color", "face", "size"})
    allowed["img"] = {"src", "alt", "title", "width", "height", "style"}
    allowed["a"] = {"href", "title", "style"}
    return allowed


_ATTRIBUTES: Final = _attributes()


def sanitise_html(html: str, cid_url: Callable[[str], str | None]) -> str:
    """The HTML without scripts, forms, styles that reach out, and remote loading.

    `cid_url` gives the address of the inline part with that content id, or None if there is none. Remote pictures keep
    theirs in the attribute `data-remote-src`, so that nobody learns the mail was opened; links open outside the frame.
    """

    def filter_attribute(tag: str, name: str, value: str) -> str | None:
        if name == "href":
            return value if _LINK.match(value) else None
        return _picture(value, cid_url) if name == "src" else value

    clean = nh3.clean(
        within_bounds(html),
        tags=set(nh3.ALLOWED_TAGS | _LAYOUT_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=filter_attribute,
        filter_style_properties=set(_STYLES),
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        clean_content_tags={"script", "style", "title", "template", "noscript", "iframe", "object"},
        set_tag_attribute_values={"a": {"target": "_blank"}},
        link_rel="noopener noreferrer nofollow",
    )
    return clean.replace(f'src="{_PENDING}', f'{REMOTE_MARK}="')


def _picture(source: str, cid_url: Callable[[str], str | None]) -> str | None:
    plain = source.strip()
    if plain.lower().startswith("cid:"):
        return cid_url(unquote(plain[4:]))
    if _DATA_IMAGE.match(plain):
        return plain
    if plain.startswith("//"):
        plain = f"https:{plain}"
    return _PENDING + plain if plain.lower().startswith(("http://", "https://")) else None
