"""Writes the sample mails and their list: `python -m manyi.channels.email.tests.recipes.make`."""

from importlib import import_module
from inspect import cleandoc
from pathlib import Path

from .kit import RECIPES

SAMPLES = Path(__file__).parent.parent / "samples"
TOPICS = {
    "replies": "Replies and forwards of the programs people use",
    "outlook": "Replies and forwards of Outlook",
    "chinese": "Replies of Chinese mail services and programs",
    "charsets": "Character sets, declared, mislabelled and missing",
    "fields": "Header fields",
    "attachments": "Parts and attachments",
    "sealed": "Signed and encrypted mail",
    "damage": "Damage",
    "reports": "Bounces",
    "receipts": "Delays, deliveries, read receipts",
    "automatic": "Automatic mail, lists and loops",
}

INTRODUCTION = """# Sample mails

Each `.eml` is written byte by byte by a recipe in `../recipes/`, after what the named program puts on the wire;
people, shops and addresses are invented. Beside it, the `.json` says how the mail is to be read, judged against the
mail itself: check a new one line by line before you keep it. A field that is missing there must be empty in the
reading; `html` lists fragments that must occur. After changing a recipe run
`python -m manyi.channels.email.tests.recipes.make`.
"""


def all_recipes() -> dict[str, bytes]:
    """Every sample's bytes by name."""
    for topic in TOPICS:
        import_module(f"{__package__}.{topic}")
    return {name: recipe() for name, recipe in RECIPES.items()}


def contents() -> str:
    """The list of samples with how each was made."""
    lines = [INTRODUCTION]
    all_recipes()
    for topic, title in TOPICS.items():
        lines += [f"\n## {title}\n", "| sample | how it was made |", "|---|---|"]
        for name, recipe in RECIPES.items():
            if recipe.__module__.endswith(f".{topic}"):
                lines.append(f"| `{name}` | {' '.join(cleandoc(recipe.__doc__ or '').split())} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    for name, raw in all_recipes().items():
        (SAMPLES / f"{name}.eml").write_bytes(raw)
    (SAMPLES / "README.md").write_text(contents(), encoding="utf-8")


if __name__ == "__main__":
    main()
