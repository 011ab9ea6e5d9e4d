"""The program ``tracker``: its commands, and what a person sees when something is wrong.

Exit status: 0 done, 1 could not be done, 2 the input has to be changed.
"""

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from tracker import __version__
from tracker.cli import (
    changing,
    dates,
    drafting,
    editing,
    importing,
    indexing,
    keeping_safe,
    market,
    naming,
    past,
    reading,
    record,
)
from tracker.errors import (
    ArticleProblem,
    BackupProblem,
    DateProblem,
    InvalidDraft,
    NotFound,
    TrackerError,
    UnknownValue,
)

_NEVER_CUT = 10_000


class WholeDescriptions(TyperGroup):
    """The list of commands with each description in full, on as many lines as it takes."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - the framework's own objects
        """Write the commands; the framework's own way cuts what does not fit on one line."""
        commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(_NEVER_CUT)) for name, command in commands])


app = typer.Typer(
    name="tracker",
    cls=WholeDescriptions,
    help="A sourced timeline of China's regulation of technology, with a policy-sentiment index.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for commands in (
    record,
    reading,
    editing,
    importing,
    changing,
    naming,
    past,
    indexing,
    market,
    drafting,
    dates,
    keeping_safe,
):
    commands.register(app)


def _print_version(asked: bool) -> None:  # noqa: FBT001 - the framework passes it by place
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _program(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the program's version.")
    ] = False,
) -> None:
    """A sourced timeline of China's regulation of technology, with a policy-sentiment index."""


INPUT_PROBLEMS = (ArticleProblem, BackupProblem, DateProblem, InvalidDraft, UnknownValue, NotFound)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with its exit status; a user's mistake is one or more plain lines."""
    try:
        app(args=None if arguments is None else list(arguments), prog_name="tracker")
    except InvalidDraft as problem:
        for field, sentence in problem.problems.items():
            typer.echo(f"{field}: {sentence}", err=True)
        sys.exit(2)
    except TrackerError as problem:
        typer.echo(str(problem), err=True)
        sys.exit(2 if isinstance(problem, INPUT_PROBLEMS) else 1)
    except BrokenPipeError:
        # The reader of our output has gone, as with head; that is no fault.
        sys.stderr.close()
        sys.exit(0)
