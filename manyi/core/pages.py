"""How templates are compiled: what does not depend on the request is worked out once, not for each page.

There is one Jinja2 environment per language. Its templates hold their texts, icons and fixed addresses as plain data,
and the macros of the kit, ``kit`` everywhere, remember what they gave for the same arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from types import FunctionType, MethodType
from typing import Any

from django.conf import settings
from django.template.backends.jinja2 import Jinja2
from django.utils import translation
from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined] # the part of escape written in C

KIT = "core/kit.html"
FIXED = frozenset({"_", "gettext", "icon", "static", "url"})
"""Functions that give the same for the same constants in one language, as long as the process lives."""
PLAIN = frozenset({FunctionType, MethodType})


class Compiler(CodeGenerator):
    """Works calls of :data:`FIXED` with constants out while it compiles."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        found = self._fixed(node)
        if found is None:
            super().visit_Call(node, frame, forward_caller=forward_caller)
        else:
            self.write(repr(found))

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        found = self._fixed(node) if isinstance(node, nodes.Call) else None
        return super()._output_child_to_const(node, frame, finalize) if found is None else str(escape(found))

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _fixed(self, call: nodes.Call) -> str | None:
        """What a call gives, None when that is not known yet (or is an error, which shall come where it belongs)."""
        name = getattr(call.node, "name", "")
        if name not in FIXED or call.dyn_args is not None or call.dyn_kwargs is not None:
            return None
        try:
            values = [value.as_const() for value in call.args]
            named = {pair.key: pair.value.as_const() for pair in call.kwargs}
            with translation.override(self.environment.language):  # type: ignore[attr-defined]
                function: Callable[..., str] = self.environment.globals[name]  # type: ignore[assignment]
                return function(*values, **named)
        except Exception:
            return None


class Values(Context):
    """The values of a template; plain functions and methods among them are called without asking what they need."""

    def call(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if type(function) in PLAIN and not hasattr(function, "jinja_pass_arg"):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return function(*args, **kwargs)
        return super().call(function, *args, **kwargs)


def shown(value: Any) -> str:
    """A value as a template shows it: escaped unless it is markup. As ``escape``, without making markup of it again."""
    if type(value) is Markup:
        return value
    return _escape_inner(value) if type(value) is str else escape(value)


class Pages(Jinja2):
    """Django's backend for Jinja2, with an environment per language."""

    @property
    def env(self) -> Environment:
        """The environment of the active language."""
        return self._environment_in(translation.get_language() or settings.LANGUAGE_CODE)

    @env.setter
    def env(self, plain: Environment) -> None:
        self._environment_in = cache(lambda language: _spoken(plain, language))


def _spoken(plain: Environment, language: str) -> Environment:
    made = plain.overlay()
    made.code_generator_class = Compiler
    made.language, made.shown = language, shown  # type: ignore[attr-defined]
    made.context_class = Values
    kit = made.get_template(KIT).module
    for name, macro in vars(kit).items():
        if isinstance(macro, Macro):
            setattr(kit, name, _remembering(macro))
    made.globals = {**plain.globals, "kit": kit}
    return made


def _remembering(macro: Macro) -> Callable[..., str]:
    """A macro of the kit, which depends on nothing but its arguments."""
    remembered = lru_cache(maxsize=2000)(macro)

    def run(*values: Any, **named: Any) -> str:
        if "caller" in named:
            return macro(*values, **named)
        try:
            return remembered(*values, **named)
        except TypeError:  # an argument that can't be a key, such as attributes in a dictionary
            return macro(*values, **named)

    return run
