"""The command line. Textual, httpx and the models are imported only when they are needed."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui.screens.opener import Opener
    from tui.settings import Settings
    from tui.store.store import Store

_EXPLORE = "explore"


class FirstWord(click.Group):
    """A group whose first word is a command if one has that name, else an instance's ID."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Send everything that names no command to the explorer."""
        own = {"--help", "--version", *self.commands}
        if not args or args[0] not in own:
            args = [_EXPLORE, *args]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the explorer's options as the group's own, then the commands."""
        params = [*self.commands[_EXPLORE].get_params(ctx), *self.get_params(ctx)]
        records = {
            record[0]: record
            for param in params
            if isinstance(param, click.Option) and (record := param.get_help_record(ctx))
        }
        with formatter.section("Options"):
            formatter.write_dl(list(records.values()))
        self.format_commands(ctx, formatter)


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from tui.version import VERSION

        click.echo(f"metorial-tui {VERSION}")
        ctx.exit()


@click.group(
    cls=FirstWord,
    subcommand_metavar="[INSTANCE_ID] | COMMAND",
    context_settings={"help_option_names": ["--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
def main() -> None:
    """Explore Metorial integration instances in the terminal.

    With INSTANCE_ID, open that instance. Where there is no terminal, print the list once.
    """


def opener(settings: Settings) -> Opener:
    """Return what the app connects with; it imports what is slow when it is called."""

    def open_store(key: SecretStr | None, demo: bool, keep: bool) -> Store:
        from tui.connect import connect

        return connect(replace(settings, demo=settings.demo or demo), key, keep=keep)

    return open_store


@main.command(_EXPLORE, hidden=True)
@click.argument("instance_id", required=False)
@click.option("--demo", is_flag=True, help="Explore a built-in sandbox; needs no key or network.")
@click.option("--api-host", metavar="URL", help="The API's host or URL.  [METORIAL_API_HOST]")
@click.option(
    "--api-key-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Read the key from this file (mode 0600).  [METORIAL_API_KEY, METORIAL_TOKEN]",
)
@click.option("--environment", metavar="ID", help="The environment's ID.  [METORIAL_INSTANCE_ID]")
@click.option(
    "--filter", "filter_text", metavar="QUERY", default="", help="Start with this filter."
)
@click.option("--read-only", is_flag=True, help="Make every change impossible.")
def explore(environment: str | None, **options: Any) -> None:
    """Open the explorer, or print the list where there is no terminal."""
    from tui.settings import Settings

    settings = Settings.from_options(os.environ, environment_id=environment, **options)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        from tui.plain import print_instances

        sys.exit(print_instances(settings))
    from tui import terminal

    terminal.prepare(os.environ)
    from tui.app import ExplorerApp

    terminal.run(ExplorerApp(settings, opener(settings)))


@main.command()
@click.option("--port", default=0, show_default="a free one", help="The port on 127.0.0.1.")
@click.option("--instances", default=240, show_default=True, help="How many instances to make.")
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same data.")
@click.option("--chaos", is_flag=True, help="Let some requests fail, the same ones by seed.")
def sandbox(port: int, instances: int, seed: int, chaos: bool) -> None:
    """Serve the built-in sandbox of the API on 127.0.0.1."""
    from tui.sandbox.serve import serve

    serve(port=port, instances=instances, seed=seed, chaos=chaos)


if __name__ == "__main__":
    main()
