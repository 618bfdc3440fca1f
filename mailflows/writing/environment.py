"""Where templates are compiled, once a mode: the layouts differ, the letters are the same files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Context

import templates
from mailflows.policy import Executor
from mailflows.writing import typography
from mailflows.writing.greeting import greeting
from mailflows.writing.places import place, scene
from mailflows.writing.styles import Styles, styles

_WRAPPERS = ("para", "small", "alarm")  # what `{% filter para %}` puts around a letter's words


class _Letters(FileSystemLoader):
    """Sources with unbreakable blanks and styles put in once, when they are read."""

    def __init__(self, directory: Path, mode: str, style: Styles) -> None:
        super().__init__([directory / "layout" / mode, directory])
        self._style = style

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """The source, its file and whether it is still the same, as jinja2 wants them."""
        source, file, unchanged = super().get_source(environment, template)
        return self._style.put_into(typography.joined(source)), file, unchanged


class _Plain(Context):
    """Calls what a template calls and no more: none of our functions asks for the context.

    The usual way of looking for those that do takes longer than most of our functions.
    """

    def call(
        self,
        called: Callable[..., Any],
        /,
        *said: Any,
        _block_vars: object = None,
        _loop_vars: object = None,
        **named: Any,
    ) -> Any:
        """What `called` gives; the compiler's own two arguments are for the context alone."""
        return called(*said, **named)


@cache
def environment(directory: Path, mode: str) -> Environment:
    """The environment of `mode` ("text" or "html") over a folder of letters.

    Whatever a letter says goes through the layout's macros, which escape (HTML) and keep it on
    one line or behind quotation marks (text). No sandbox: only our own files are ever compiled,
    and what strangers wrote is always a value. Raises jinja2.TemplateError for broken layouts.
    """
    style = styles(directory)
    made = Environment(
        loader=_Letters(directory, mode, style),
        autoescape=mode == "html",  # noqa: S701 - the plain letters are no HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.context_class = _Plain
    made.filters.update(
        line=typography.line,
        plural=typography.plural,
        size=typography.size,
        phone=typography.phone,
        cut=typography.cut,
        paragraphs=typography.paragraphs,
        tidy=typography.tidy,
        called=_called,
        place=place,
        scene=scene,
        executor_code=_executor_code,
    )
    made.globals.update(
        words=templates.words(),
        style=style.head,
        greeting=greeting,
        place=place,
        scene=scene,
        line=typography.line,
    )
    parts = made.get_template("parts.j2").module
    made.globals.update(
        {name: getattr(parts, name) for name in dir(parts) if not name.startswith("_")}
    )
    made.filters.update({name: getattr(parts, name) for name in _WRAPPERS})
    # the same in thousands of letters: the council's own telephones and those of executors
    for name in ("tel", "help_lines"):
        made.globals[name] = lru_cache(maxsize=256, typed=True)(getattr(parts, name))
    return made


def _called(codes: Sequence[str], table: str) -> list[str]:
    """The names that words.toml gives to codes of a closed list; an unknown one stays itself."""
    names = templates.words()[table]
    return [str(names.get(code, code)) for code in codes]


def _executor_code(executor: Executor) -> str:
    """How an executor is named in a subject, and who that is."""
    return f"{executor.code} \u2013 {executor.name}"
