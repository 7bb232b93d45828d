"""The commands and options. What they lead to is imported only when it is needed."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from typing import Any

import click

from tui import headless
from tui.errors import UsageError
from tui.options import completed_by, connecting, filtering, settings_of

_EXPLORE = "explore"
_DRIVER = "TEXTUAL_DRIVER"
"""Textual's variable for what takes the terminal's place, as a browser may."""

_SERVED = {"environment_id": "--environment", "filter_text": "--filter"}
"""Options whose names differ from those of what they set."""


class FirstWord(click.Group):
    """A group whose first word is a command if one has that name, else an instance's ID."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names, those without a screen first, as they are worked with."""
        return [*headless.COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; those without a screen are imported only now."""
        if cmd_name not in headless.COMMANDS:
            return super().get_command(ctx, cmd_name)
        import gc

        # What is imported stays: looking through it for garbage takes a tenth of a short command.
        gc.set_threshold(50_000)
        # Whoever stops it while it is imported wants no traceback; `exits.run` takes this back.
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        from tui.headless.commands import BY_NAME

        return BY_NAME[cmd_name]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Send everything that names no command to the explorer."""
        names = [name for name in self.list_commands(ctx) if name != _EXPLORE]
        if not args or args[0] not in ("--help", "--version", _EXPLORE, *names):
            if args and "_" not in args[0]:
                _refuse_mistyped(ctx, args[0], names)
            args = [_EXPLORE, *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what is wrong with the explorer's options is the group's own."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            if error.ctx is not None and error.ctx.info_name == _EXPLORE:
                error.ctx = ctx
            raise

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


def _refuse_mistyped(ctx: click.Context, word: str, names: list[str]) -> None:
    """End with 2 where a word that cannot well be an ID is nearly a command's name."""
    from difflib import get_close_matches

    near = get_close_matches(word, names, 1, 0.7)
    if near:
        ctx.fail(f"There is no command {word!r}. Did you mean {near[0]!r}?")


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


@main.command(_EXPLORE, hidden=True)
@click.argument("instance_id", required=False, shell_complete=completed_by("words"))
@click.option("--demo", is_flag=True, help="Explore a built-in sandbox; needs no key or network.")
@connecting
@click.option(
    "--filter",
    "filter_text",
    metavar="QUERY",
    shell_complete=completed_by("filters"),
    help="Start with this filter, or @ and the name of a saved one; '' with none.",
)
@click.option("--read-only", is_flag=True, help="Make every change impossible.")
@click.option("--no-cache", is_flag=True, help="Keep no list on disk, and show none from there.")
def explore(**options: Any) -> None:
    """Open the explorer, or print the list where there is no terminal."""
    settings, profiles = settings_of(**options)
    if not ((sys.stdin.isatty() and sys.stdout.isatty()) or _DRIVER in os.environ):
        from tui.headless import exits, reading
        from tui.headless.output import Output

        settings = filtering(settings, profiles)
        for problem in profiles.file.problems:
            click.echo(problem, err=True)
        click.echo("No terminal here: printing the list. The explorer needs a terminal.", err=True)
        listing = partial(reading.list_objects, settings, "integration_instance", Output(), None)
        sys.exit(exits.run(listing))
    from tui import start

    start.explore(settings, profiles)


@main.group()
def auth() -> None:
    """Keep, remove and look at keys."""


@auth.command()
@connecting
@click.option("--no-check", is_flag=True, help="Keep the key without asking the API for it.")
def login(no_check: bool, **options: Any) -> None:
    """Keep a key in the system's keyring; it is asked for, or read from standard input."""
    from tui import auth

    settings, _ = settings_of(**options)
    sys.exit(auth.login(settings, check=not no_check))


@auth.command()
@connecting
def logout(**options: Any) -> None:
    """Remove the profile's key from the system's keyring."""
    from tui import auth

    settings, _ = settings_of(**options)
    sys.exit(auth.logout(settings))


@auth.command()
@connecting
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def status(as_json: bool, **options: Any) -> None:
    """Say where the profile's key comes from; the status is 1 where there is none."""
    from tui import auth

    settings, _ = settings_of(**options)
    sys.exit(auth.status(settings, as_json=as_json))


@auth.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_profiles(as_json: bool) -> None:
    """List the profiles: ours, and the official CLI's."""
    from tui import auth

    settings, profiles = settings_of(None)
    auth.print_profiles(profiles, settings, as_json=as_json)


@auth.command()
@connecting
@click.option("--yes", is_flag=True, help="Do not ask.")
def renew(yes: bool, **options: Any) -> None:
    """Renew the official CLI's login, in the CLI's own file."""
    from tui import auth

    settings, _ = settings_of(**options)
    sys.exit(auth.renew(settings, ask=not yes))


@main.group()
def cache() -> None:
    """The lists that are kept on disk for the next start."""


@cache.command("clear")
def clear_cache() -> None:
    """Remove them all."""
    from tui.settings import cache_path
    from tui.store.cache import clear

    path = cache_path()
    try:
        was_there = clear(path)
    except OSError as error:
        click.echo(f"{path} cannot be removed: {error.strerror}.", err=True)
        sys.exit(1)
    click.echo(f"{'Removed' if was_there else 'There is no'} {path}.")


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what completes words in a shell.

    bash: eval "$(metorial-tui completion bash)" in ~/.bashrc; zsh: the same after compinit, in
    ~/.zshrc; fish: metorial-tui completion fish | source in ~/.config/fish/config.fish.
    """
    from tui.headless.shells import script

    click.echo(script(shell, main))


@main.command()
@connecting
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(as_json: bool, **options: Any) -> None:
    """Look at key, network, rights and terminal, and say what is wrong.

    The exit status is 1 where something keeps the explorer from working.
    """
    from tui.doctor.report import run

    settings, profiles = settings_of(**options)
    sys.exit(run(settings, profiles, as_json=as_json))


@main.command()
@click.option("--port", default=0, show_default="a free one", help="The port on 127.0.0.1.")
@click.option("--instances", default=240, show_default=True, help="How many instances to make.")
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same data.")
@click.option(
    "--environment-type",
    type=click.Choice(["development", "production"]),
    default="development",
    show_default=True,
    help="What the key's environment is.",
)
@click.option("--chaos", is_flag=True, help="Let some requests fail, the same ones by seed.")
def sandbox(port: int, instances: int, seed: int, environment_type: str, chaos: bool) -> None:
    """Serve the built-in sandbox of the API on 127.0.0.1."""
    from tui.sandbox.serve import serve

    serve(
        port=port,
        instances=instances,
        seed=seed,
        environment_type=environment_type,
        chaos=chaos,
    )


@main.command()
@connecting
@click.option("--demo", is_flag=True, help="Explore a built-in sandbox; needs no key or network.")
@click.option("--filter", "filter_text", metavar="QUERY", help="Start with this filter.")
@click.option("--no-cache", is_flag=True, help="Keep no list on disk, and show none from there.")
@click.option("--allow-writes", is_flag=True, help="Let the page change things; else it cannot.")
@click.option("--host", default="127.0.0.1", show_default=True, help="This machine's loopback.")
@click.option("--port", default=0, show_default="a free one", help="The port there.")
def serve(allow_writes: bool, host: str, port: int, **options: Any) -> None:
    """Serve the explorer to a browser on this machine, read-only; needs `metorial-tui[web]`."""
    settings_of(**options)  # What is wrong with them is said here, not in the browser.
    try:
        from tui.web import serve
    except ModuleNotFoundError as error:
        message = f"{error.name} is missing: pip install 'metorial-tui[web]' brings it."
        raise click.UsageError(message) from None
    arguments = [] if allow_writes else ["--read-only"]
    for name, value in options.items():
        option = _SERVED.get(name, f"--{name.replace('_', '-')}")
        if value is True:
            arguments.append(option)
        elif value is not None and value is not False:
            arguments.append(f"{option}={value}")
    try:
        serve(arguments, host=host, port=port)
    except UsageError as error:
        raise click.UsageError(str(error)) from error
