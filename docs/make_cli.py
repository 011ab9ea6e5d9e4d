"""Write docs/cli.md from the command line itself: ``make docs``, or ``python docs/make_cli.py``."""  # noqa: INP001

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from tracker.cli.program import app

FILE = Path(__file__).with_name("cli.md")

HEAD = """\
<!-- Made by `make docs` from the program's own help texts; change those and not this file. -->

# The command line

Every command works on the database that `--database` names, else on that of the environment variable
`TRACKER_DATABASE_URL`, else on the default file (docs/data.md lists all settings). The commands call the same functions
as the dashboard. `tracker COMMAND --help` prints what stands here.

Data goes to standard output, remarks to standard error. The exit status is 0 where all went well, 2 where the input has
to be changed, and 1 where it could not be done for another reason.
"""

# The framework's own words for what a value is, in the words of the rest of the documentation.
_KINDS = {"str": "TEXT", "list[str]": "TEXT", "int": "NUMBER", "float": "NUMBER", "path": "FILE", "datetime": "DATE"}


def rendered() -> str:
    """Return the whole text of docs/cli.md as the program is now."""
    group: Any = typer.main.get_command(app)
    root = group.make_context("tracker", [], resilient_parsing=True)
    commands = list(_commands(group, root))
    overview = [_row(f"[`{where.command_path}`](#{_anchor(where)})", command.help) for command, where in commands]
    table = "\n".join(["| command | what it does |", "|---|---|", *overview])
    return "\n".join([HEAD, f"{table}\n", *(_section(command, context) for command, context in commands)])


def _commands(group: Any, parent: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - the framework's own objects
    """Yield each command that can be run, with its context; a group's own commands follow it."""
    for name, command in group.commands.items():
        if command.hidden:
            continue
        context = command.make_context(name, [], resilient_parsing=True, parent=parent)
        if hasattr(command, "commands"):
            yield from _commands(command, context)
        else:
            yield command, context


def _anchor(context: Any) -> str:  # noqa: ANN401
    return str(context.command_path).replace(" ", "-")


def _section(command: Any, context: Any) -> str:  # noqa: ANN401
    usage = " ".join([context.command_path, *_tidy_usage(command.collect_usage_pieces(context))])
    lines = [f"## {context.command_path}", "", command.help, "", "```sh", usage, "```", ""]
    records = [
        (parameter.param_type_name, *record)
        for parameter in command.get_params(context)
        if parameter.name != "help" and (record := parameter.get_help_record(context))
    ]
    for kind in ("argument", "option"):
        chosen = [(name, text) for which, name, text in records if which == kind]
        if chosen:
            rows = [_row(f"`{_tidy_name(name, kind)}`", _tidy_text(text)) for name, text in chosen]
            lines += [f"| {kind} | |", "|---|---|", *rows, ""]
    return "\n".join(lines)


def _tidy_usage(pieces: list[str]) -> list[str]:
    return [re.sub(r"[{}]", "", piece).upper() for piece in pieces]


def _row(name: str, text: str) -> str:
    return "| " + " | ".join(cell.replace("\n", " ").replace("|", r"\|") for cell in (name, text)) + " |"


def _tidy_name(name: str, kind: str) -> str:
    """Write the kind of a value in plain words: ``--port <int range>`` becomes ``--port NUMBER``."""
    if kind == "argument":
        return name.partition(" ")[0].upper()
    plain = re.sub(r"<([^>|]+)>", lambda found: _KINDS.get(found[1].removesuffix(" range"), found[1].upper()), name)
    return re.sub(r"[<>]", "", plain)


def _tidy_text(text: str) -> str:
    """Write limits and defaults as a sentence: ``[default: 8; 1<=x<=9]`` becomes ``Default 8; 1 to 9``."""
    match = re.fullmatch(r"(.*?)(?:\s+\[([^\]]+)\])?", text, flags=re.DOTALL)
    words, extra = match.groups() if match else (text, None)
    if not extra:
        return words
    plain = re.sub(r"(-?[\d.]+)<=x<=(-?[\d.]+)", r"\1 to \2", extra.replace("default: ", "default "))
    return f"{words} {plain[0].upper()}{plain[1:]}."


if __name__ == "__main__":
    FILE.write_text(rendered(), encoding="utf-8")
