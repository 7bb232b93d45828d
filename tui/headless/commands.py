"""The commands' options; what they do is imported when one runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from tui.headless.kinds import kind_word
from tui.options import completed_by, connecting, filtering, settings_of

if TYPE_CHECKING:
    from tui.headless.output import Output
    from tui.headless.writing import Task
    from tui.resources import Kind

_formats = (
    click.option("--json", "format", flag_value="json", help="Print JSON."),
    click.option("--jsonl", "format", flag_value="jsonl", help="Print an object on each line."),
    click.option("--csv", "format", flag_value="csv", help="Print comma-separated values."),
    click.option(
        "--table", "format", flag_value="table", default=True, help="Print a plain table (usual)."
    ),
)
_columns = click.option(
    "--columns",
    metavar="NAMES",
    default="",
    shell_complete=completed_by("columns"),
    help="The columns of CSV and tables: id,name,metadata.team",
)
_filter = click.option(
    "--filter",
    "filter_text",
    metavar="QUERY",
    shell_complete=completed_by("filters"),
    help="The filter line, or @ and the name of a saved one.",
)
_id = click.argument("identifier", metavar="ID", shell_complete=completed_by("identifiers"))
_kind = click.argument(
    "kind",
    metavar="[KIND]",
    type=kind_word,
    default="instances",
    shell_complete=completed_by("kinds"),
)
_demo = click.option("--demo", is_flag=True, help="Ask the built-in sandbox.")
_secrets = click.option(
    "--show-secrets", is_flag=True, help="Show a session's connection URL and client secret."
)


def _printing(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed((*_formats, _columns)):
        command = option(command)
    return command


def _output(format: str, columns: str, *, secrets: bool = False) -> Output:
    from typing import cast

    from tui.export.formats import Format
    from tui.headless.output import Output

    return Output(cast("Format", format), _names(columns), secrets)


def _names(columns: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in columns.split(",") if one.strip())


@click.command("list")
@_kind
@_filter
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="So many at the most.")
@_printing
@connecting
@_demo
def list_objects(kind: Kind, limit: int | None, format: str, columns: str, **options: Any) -> None:
    """List instances, or objects of another kind.

    The newest first; --filter takes the line that one types in the explorer. KIND is instances
    (usual), integrations, providers, configs, sessions ...: completion names them all.
    """
    settings = filtering(*settings_of(**options))
    from tui.headless import exits, reading

    output = _output(format, columns)
    sys.exit(exits.run(lambda: reading.list_objects(settings, kind, output, limit)))


@click.command()
@click.argument("id_or_url", metavar="ID", shell_complete=completed_by("identifiers"))
@click.option(
    "--kind",
    metavar="KIND",
    type=kind_word,
    shell_complete=completed_by("kinds"),
    help="What it is, as list takes it.  [told by the ID, or tried]",
)
@_printing
@_secrets
@connecting
@_demo
def get(
    id_or_url: str,
    kind: Kind | None,
    format: str,
    columns: str,
    show_secrets: bool,
    **options: Any,
) -> None:
    """Print an object of any kind.

    ID is any object's, or a URL that has one in it.
    """
    settings = filtering(*settings_of(**options))
    from tui.headless import exits, reading

    output = _output(format, columns, secrets=show_secrets)
    sys.exit(exits.run(lambda: reading.get(settings, output, id_or_url, kind)))


@click.command()
@_kind
@_filter
@click.option(
    "--every",
    metavar="SECONDS",
    type=click.FloatRange(min=1),
    help="Seconds between two questions.  [the profile's follow_seconds]",
)
@click.option("--jsonl", "format", flag_value="jsonl", default=True, help="Print JSON (usual).")
@click.option("--csv", "format", flag_value="csv", help="Print comma-separated values.")
@_columns
@connecting
@_demo
def tail(kind: Kind, every: float | None, format: str, columns: str, **options: Any) -> None:
    """Print instances, or objects of another kind, as they change."""
    settings = filtering(*settings_of(**options))
    from tui.headless import exits, reading

    seconds = every if every is not None else settings.profile.follow_seconds
    output = _output(format, columns)
    sys.exit(exits.run(lambda: reading.tail(settings, kind, output, seconds)))


@click.command()
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@_kind
@_filter
@click.option("--json", "format", flag_value="json", help="Write JSON.")
@click.option("--jsonl", "format", flag_value="jsonl", help="Write an object on each line.")
@click.option("--csv", "format", flag_value="csv", help="Write comma-separated values.")
@_columns
@click.option("--force", is_flag=True, help="Replace the file if it is there, without asking.")
@connecting
@_demo
def export(
    path: Path, kind: Kind, format: str | None, columns: str, force: bool, **options: Any
) -> None:
    """Write instances, or objects of another kind, to a file.

    You alone may read it. The format is that of FILE's name (.json, .jsonl, .csv), unless an
    option says otherwise.
    """
    settings = filtering(*settings_of(**options))
    from typing import cast

    from tui.export.formats import FileFormat, format_named
    from tui.headless import exits, reading

    if str(path) == "-":
        raise click.UsageError("An export is a file; list prints to standard output.")
    wanted = cast("FileFormat | None", format) or format_named(path.name)
    if wanted is None:
        raise click.UsageError("Give --json, --jsonl or --csv: the file's name does not tell.")
    sys.exit(
        exits.run(
            lambda: reading.export_objects(
                settings, kind, path, wanted, _names(columns), force=force
            )
        )
    )


def _changing(command: Callable[..., Any]) -> Callable[..., Any]:
    options = (
        click.option("--dry-run", is_flag=True, help="Print the request, and send nothing."),
        click.option("--yes", is_flag=True, help="Do not ask."),
        *_formats,
        _columns,
    )
    for option in reversed(options):
        command = option(command)
    return connecting(_demo(command))


def _body(*, required: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        "--file",
        "-f",
        "body",
        metavar="FILE",
        type=click.File("rb"),
        required=required,
        help="The body, in JSON; - is standard input.",
    )


def _text(body: BinaryIO | None) -> str:
    """Return what a body's file says; none is an empty object."""
    if body is None:
        return "{}"
    try:
        return body.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.UsageError("The body is not UTF-8.") from error
    except OSError as error:
        raise click.UsageError(f"The body cannot be read: {error.strerror}.") from error


def _task(
    format: str, columns: str, dry_run: bool, yes: bool, show_secrets: bool = False, **options: Any
) -> Task:
    from tui.headless.writing import Task

    settings, _ = settings_of(**options)
    return Task(settings, _output(format, columns, secrets=show_secrets), yes, dry_run)


@click.command()
@_body(required=True)
@_changing
def create(body: BinaryIO, **options: Any) -> None:
    """Create an instance."""
    from tui.headless import exits, writing

    task, text = _task(**options), _text(body)
    sys.exit(exits.run(lambda: writing.create(task, text)))


@click.command()
@_id
@_body(required=True)
@_changing
def update(identifier: str, body: BinaryIO, **options: Any) -> None:
    """Change an instance.

    Only what differs from it as it is now is sent. null clears a field; a provider's row keeps
    what the body does not say of it.
    """
    from tui.headless import exits, writing

    task, text = _task(**options), _text(body)
    sys.exit(exits.run(lambda: writing.update(task, identifier, text)))


@click.command()
@_id
@_changing
def archive(identifier: str, **options: Any) -> None:
    """Archive an instance."""
    from tui.headless import exits, writing

    task = _task(**options)
    sys.exit(exits.run(lambda: writing.archive(task, identifier)))


@click.command()
@_id
@_body(required=False)
@click.option(
    "--with-template", is_flag=True, help="Create its session template first, if need be."
)
@_secrets
@_changing
def session(identifier: str, body: BinaryIO | None, with_template: bool, **options: Any) -> None:
    """Create a session on an instance."""
    from tui.headless import exits, writing

    task, text = _task(**options), _text(body)
    sys.exit(
        exits.run(lambda: writing.session(task, identifier, text, with_template=with_template))
    )


@click.command()
@_id
@_body(required=False)
@_changing
def template(identifier: str, body: BinaryIO | None, **options: Any) -> None:
    """Set an instance's session template."""
    from tui.headless import exits, writing

    task, text = _task(**options), _text(body)
    sys.exit(exits.run(lambda: writing.template(task, identifier, text)))


BY_NAME: dict[str, click.Command] = {
    "list": list_objects,
    "get": get,
    "tail": tail,
    "export": export,
    "create": create,
    "update": update,
    "archive": archive,
    "session": session,
    "template": template,
}
