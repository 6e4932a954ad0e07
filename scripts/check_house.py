"""House rules that no general linter knows. Each fault is one line: file:line: what is wrong."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
GETTEXT = re.compile(r"_|[dnpu]*gettext(_lazy|_noop)?")
FREE_OF_LENGTH = {"migrations", "tests", "data"}
SPOKEN_TO = {"actions", "queries", "events"}
# Overrides of pages that come with a library live where that library looks for them.
LIBRARY_TEMPLATES = {"account", "allauth", "axes", "django", "mfa", "socialaccount", "usersessions"}
ERROR_PAGES = {"400.html", "403.html", "404.html", "500.html"}
INLINE = {
    re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE): "inline style (use a class)",
    re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE): "inline event handler (use a custom element)",
    re.compile(r"<style\b", re.IGNORECASE): "inline style sheet (use static/)",
    re.compile(
        r"<script\b(?![^>]*(?:application/(?:ld\+)?json|\bnonce=))[^>]*>\s*[^\s<]", re.IGNORECASE
    ): "inline script (use static/)",
}
Fault = tuple[int, str]


def main() -> int:
    tracked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "manyi", "scripts", "bench"]
    names = subprocess.run(tracked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    faults = 0
    for name in sorted(set(filter(None, names))):
        path = ROOT / name
        if path.suffix in {".py", ".html", ".txt", ".css", ".js"} and path.is_file():
            for line, fault in check(Path(name), path.read_text(encoding="utf-8")):
                print(f"{name}:{line}: {fault}")
                faults += 1
    return 1 if faults else 0


def check(path: Path, text: str) -> Iterator[Fault]:
    """Every fault of the file at `path`, a path inside the repository."""
    lines = text.count("\n") + 1
    if lines > LONGEST_FILE and not FREE_OF_LENGTH & set(path.parts):
        yield LONGEST_FILE, f"file of {lines} lines (at most {LONGEST_FILE}; make it a package by topic)"
    if path.suffix == ".py":
        tree = ast.parse(text)
        yield from long_functions(path, tree)
        yield from signals(tree)
        yield from glued_texts(tree)
        yield from strong_locks(tree)
        yield from sibling_imports(path, tree)
        if is_view(path):
            yield from rows_in_views(tree)
    elif "templates" in path.parts:
        yield from misplaced(path)
        yield from template_faults(path, text)


def long_functions(path: Path, tree: ast.Module) -> Iterator[Fault]:
    if FREE_OF_LENGTH & set(path.parts):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield node.lineno, f"{node.name} has {lines} lines (at most {LONGEST_FUNCTION})"


def signals(tree: ast.Module) -> Iterator[Fault]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in {
            "django.dispatch",
            "django.db.models.signals",
        }:
            yield node.lineno, "model signals carry no news here: record an event and react to it with @on"


def strong_locks(tree: ast.Module) -> Iterator[Fault]:
    """On PostgreSQL a row locked with its key holds up everybody who commits a reference to it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or getattr(node.func, "attr", "") != "select_for_update":
            continue
        if not any(given.arg == "no_key" for given in node.keywords):
            yield node.lineno, "locks the row's key as well (say no_key=True)"


def glued_texts(tree: ast.Module) -> Iterator[Fault]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and GETTEXT.fullmatch(called(node)):
            for given in node.args:
                glued = isinstance(given, ast.JoinedStr | ast.BinOp)
                if glued or (isinstance(given, ast.Call) and called(given) == "format"):
                    yield node.lineno, "text put together inside gettext: put the values in after it"


def called(call: ast.Call) -> str:
    """The last name of what is called: `format` in `"…".format()`."""
    function = call.func
    return getattr(function, "attr", "") or getattr(function, "id", "")


def sibling_imports(path: Path, tree: ast.Module) -> Iterator[Fault]:
    if path.parts[0] != "manyi" or len(path.parts) < 3 or "tests" in path.parts:
        return
    siblings = next((tier for tier in tiers() if path.parts[1] in tier), set()) - {path.parts[1]}
    for line, module in imported(tree):
        parts = module.split(".")
        if len(parts) > 1 and parts[0] == "manyi" and parts[1] in siblings and not SPOKEN_TO & set(parts[2:]):
            yield line, f"{module}: siblings talk through actions, queries and events only"


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@cache
def tiers() -> list[set[str]]:
    """The apps of each tier, as the import contract in pyproject.toml names them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    return [set(re.findall(r"manyi\.(\w+)", layer)) for layer in layers]


def is_view(path: Path) -> bool:
    return path.name in {"views.py", "api.py"} or bool({"views", "api"} & set(path.parts[2:-1]))


def rows_in_views(tree: ast.Module) -> Iterator[Fault]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            yield node.lineno, "views reach rows through access.py and queries.py, not .objects"
        elif isinstance(node, ast.Attribute) and node.attr == "save":
            yield node.lineno, "views change nothing themselves: call an action, not .save"
        elif isinstance(node, ast.Name) and node.id == "transaction":
            yield node.lineno, "views open no transaction: call one action"


def misplaced(path: Path) -> Iterator[Fault]:
    start = path.parts.index("templates")
    folder = path.parts[start + 1]
    if folder not in {*path.parts[1:start], *LIBRARY_TEMPLATES, *ERROR_PAGES}:
        yield 1, f"templates live under templates/{path.parts[start - 1]}/"


def template_faults(path: Path, text: str) -> Iterator[Fault]:
    if "mail" not in path.parts:  # letters need their styles inside
        for pattern, fault in INLINE.items():
            yield from ((text.count("\n", 0, hit.start()) + 1, fault) for hit in pattern.finditer(text))
    try:
        tree = PARSER.parse(text)
    except TemplateSyntaxError as error:
        yield error.lineno, f"template does not parse: {error.message}"
        return
    for call in tree.find_all(nodes.Call):
        name = getattr(call.node, "name", "")
        if GETTEXT.fullmatch(name) and isinstance(call.args[0], nodes.Concat | nodes.Filter | nodes.BinExpr):
            yield call.lineno, "text put together inside gettext: put the values in as arguments"


PARSER = Environment(  # noqa: S701 - only parses
    extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
)


if __name__ == "__main__":
    sys.exit(main())
