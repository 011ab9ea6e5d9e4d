"""The program ``tracker``: its commands, and what a person sees when something is wrong.

Exit status: 0 done, 1 could not be done, 2 the input has to be changed.
"""

import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from tracker import __version__
from tracker.cli import (
    answering,
    backup,
    briefing,
    changing,
    coding,
    drafting,
    eras,
    exporting,
    feeding,
    history,
    importing,
    inbox,
    index,
    inventing,
    market,
    naming,
    news,
    picturing,
    publishing,
    reading,
    record,
)
from tracker.cli.options import with_options
from tracker.errors import (
    ArticleProblem,
    BackupProblem,
    DateProblem,
    FeedProblem,
    InvalidDraft,
    NotFound,
    TrackerError,
    UnknownValue,
)

_NEVER_CUT = 10_000


class _ReaderGoneError(Exception):
    """Nobody reads what the program writes any more."""


class Commands(TyperGroup):
    """The commands: each description in full, on as many lines as it takes, and a pipe's end told apart."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - the framework's own objects
        """Run a command; the framework's own way makes a closed pipe a failure."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as problem:
            raise _ReaderGoneError from problem

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - the framework's own objects
        """Write the commands; the framework's own way cuts what does not fit on one line."""
        commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(_NEVER_CUT)) for name, command in commands])


app = typer.Typer(
    name="tracker",
    cls=Commands,
    help="A sourced timeline of China's regulation of technology, with a policy-sentiment index.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
COMMANDS: tuple[Callable[..., None], ...] = (
    record.init_command,
    record.serve_command,
    answering.api_command,
    record.status_command,
    record.check_command,
    record.rebuild_command,
    reading.list_command,
    reading.show_command,
    exporting.export_command,
    exporting.schema_command,
    publishing.publish_command,
    briefing.brief_command,
    picturing.picture_command,
    picturing.cite_command,
    changing.add_command,
    importing.import_command,
    changing.edit_command,
    *changing.STEP_COMMANDS,
    changing.merge_command,
    changing.undo_command,
    naming.names_command,
    naming.rename_command,
    naming.merge_names_command,
    news.changes_command,
    history.history_command,
    history.vintages_command,
    history.duplicates_command,
    history.gaps_command,
    eras.eras_command,
    coding.codebook_command,
    coding.codings_command,
    coding.add_codings_command,
    index.index_command,
    market.event_study_command,
    market.prices_command,
    drafting.draft_command,
    feeding.feeds_command,
    feeding.fetch_command,
    feeding.watch_command,
    inbox.inbox_command,
    reading.parse_date_command,
    backup.backup_command,
    backup.restore_backup_command,
    backup.copy_command,
    inventing.synth_command,
)
"""In the order in which help and documentation list them."""

for command in COMMANDS:
    app.command(command.__name__.removesuffix("_command").replace("_", "-"))(with_options(command))


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


INPUT_PROBLEMS = (ArticleProblem, BackupProblem, DateProblem, FeedProblem, InvalidDraft, UnknownValue, NotFound)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with its exit status; a user's mistake is one or more plain lines."""
    sys.exit(_run(None if arguments is None else list(arguments)))


def _run(arguments: list[str] | None) -> int:
    """Run the program and return its exit status; whatever comes from outside ends in a sentence."""
    if sys.stdout is None:
        _say("There is no standard output to write to; let it lead to a file, or to nowhere.")
        return 1
    # A terminal of another encoding shows signs that it does not have as their numbers.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status = _run_command(arguments)
        # What waits to be written may fail only now, and after this point nobody could say so.
        sys.stdout.flush()
    except (_ReaderGoneError, BrokenPipeError):
        # The reader of our output has gone, as with head; that is no fault.
        _give_output_up()
        return 0
    except UnicodeEncodeError:
        _say("The text holds signs that are no characters; type them anew.")
        return 2
    except OSError as problem:
        _give_output_up()
        place = f"{problem.filename} cannot be used" if problem.filename else "The output could not be written"
        _say(f"{place}: {problem.strerror}.")
        return 1
    return status


def _run_command(arguments: list[str] | None) -> int:
    try:
        app(args=arguments, prog_name="tracker")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    except InvalidDraft as problem:
        for field, sentence in problem.problems.items():
            _say(f"{field}: {sentence}")
        return 2
    except TrackerError as problem:
        _say(str(problem))
        return 2 if isinstance(problem, INPUT_PROBLEMS) else 1
    return 0


def _say(sentence: str) -> None:
    """Write a line to standard error; where that is closed or full, the exit status has to do."""
    with suppress(OSError):
        typer.echo(sentence, err=True)


def _give_output_up() -> None:
    """Let standard output lead nowhere, so that nothing that still waits is tried again when Python ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
