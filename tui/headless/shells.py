"""Completion for shells, as click does it but for what each of them takes for a word."""

from __future__ import annotations

import os
import re

import click
from click.shell_completion import (
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

PROGRAM = "metorial-tui"
VARIABLE = "_METORIAL_TUI_COMPLETE"
"""Names the shell that asks for completions, while it does."""

_BREAKS = ":="
"""What ends a word for bash, and not for us."""
_TO_ESCAPE = re.compile(r'[ "<>]')

_BASH = """\
%(complete_func)s() {
    local line typed=${COMP_LINE:0:COMP_POINT}
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            file,*) compopt -o default ;;
            dir,*) compopt -o dirnames ;;
            plain,*) COMPREPLY+=("${line#plain,}") ;;
        esac
    done < <(env %(complete_var)s=bash_complete _METORIAL_TUI_LINE="${typed##*"$1 "}" \\
        _METORIAL_TUI_BREAKS="$COMP_WORDBREAKS" "$1" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]]; then
        compopt -o nospace
    fi
}

complete -F %(complete_func)s %(prog_name)s
"""

_FISH = """\
function %(complete_func)s
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \\
        COMP_CWORD=(commandline -t) %(prog_name)s 2>/dev/null)
    for completion in $response
        set -l metadata (string split --max 1 "," -- $completion)
        switch $metadata[1]
            case dir
                __fish_complete_directories $metadata[2]
            case file
                __fish_complete_path $metadata[2]
            case plain
                echo $metadata[2]
        end
    end
end

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


class _WholeWords(ShellComplete):
    """A shell that puts what it is told in the place of a whole word, `--option=` and all."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return what the word can become."""
        found = super().get_completions(args, incomplete)
        option, sign, _ = incomplete.partition("=")
        if not (sign and option.startswith("--")):
            return found
        return [CompletionItem(f"{option}={one.value}", one.type, one.help) for one in found]


class Zsh(_WholeWords, ZshComplete):
    """Zsh."""


class Fish(_WholeWords, FishComplete):
    """Fish, with values that have commas."""

    source_template = _FISH


class Bash(ShellComplete):
    """Bash, whose words end at a colon where ours do not, and who quotes nothing itself."""

    name = "bash"
    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the cursor's, and that as far as it is typed."""
        # With a letter at its end, the last word is there even where nothing is typed of it.
        *args, last = split_arg_string(f"{os.environ['_METORIAL_TUI_LINE']}x")
        return args, last[:-1]

    def complete(self) -> str:
        """Return what bash is to put into the place of the word that it sees."""
        args, typed = self.get_completion_args()
        found = self.get_completions(args, typed)
        if typed.startswith("--"):
            typed = typed.partition("=")[2] or typed
        line = os.environ["_METORIAL_TUI_LINE"]
        quote = _open_quote(line)
        breaks = os.environ.get("_METORIAL_TUI_BREAKS", _BREAKS)
        ends = [typed.rfind(one) for one in _BREAKS if one in breaks]
        start = 0 if quote else max(ends, default=-1) + 1
        return "\n".join(
            f"{item.type},{_shown(str(item.value)[start:], quote)}"
            for item in found
            if not quote or quote not in str(item.value)
        )

    def format_completion(self, item: CompletionItem) -> str:
        """Return a completion as it is."""
        return f"{item.type},{item.value}"


def script(shell: str, command: click.Command) -> str:
    """Return what a shell has to run to complete `command`."""
    add_shells()
    kind = get_completion_class(shell)
    assert kind is not None, "each of the shells has one"
    return kind(command, {}, PROGRAM, VARIABLE).source()


def add_shells() -> None:
    """Let the shells be completed our way."""
    for kind in (Bash, Zsh, Fish):
        add_completion_class(kind)


def _shown(value: str, quote: str) -> str:
    return value if quote else _TO_ESCAPE.sub(r"\\\g<0>", value)


def _open_quote(line: str) -> str:
    """Return the quote that the line's end is within, or nothing."""
    quote, escaped = "", False
    for one in line:
        if escaped:
            escaped = False
        elif one == "\\" and quote != "'":
            escaped = True
        elif one == quote:
            quote = ""
        elif one in "'\"" and not quote:
            quote = one
    return quote
