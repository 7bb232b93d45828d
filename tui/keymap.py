"""The only table of keys: bindings, footer, help, palette and README read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

from tui.key_command import Command, Scope, split_keys

if TYPE_CHECKING:
    from textual.binding import Binding

COMMANDS: tuple[Command, ...] = (
    # The main screen, wherever the focus is.
    Command(
        "filter",
        "slash",
        "filter",
        "filter",
        "Go to the filter line.",
        "main",
        footer=True,
        priority=True,
    ),
    Command("open", "enter", "open", "open", "Go into the tree of the instance.", "list", True),
    Command(
        "new",
        "n",
        "screen.new",
        "new",
        "Create an instance in a form.",
        "list",
        footer=True,
        write=True,
    ),
    Command(
        "edit",
        "e",
        "edit",
        "edit",
        "Change the instance, the tree's provider, or all marked.",
        "main",
        True,
        write=True,
    ),
    Command(
        "edit_whole",
        "E",
        "edit_whole",
        "edit JSON",
        "Change all of the instance as JSON in $EDITOR.",
        "main",
        write=True,
    ),
    Command(
        "session",
        "s",
        "session",
        "session",
        "Create a session on the instance.",
        "main",
        True,
        write=True,
    ),
    Command("clone", "c", "clone", "clone", "Create one like it in a form.", "main", write=True),
    Command(
        "undo", "U", "undo", "undo", "Undo the latest update, after a look.", "main", write=True
    ),
    Command("sessions", "S", "sessions", "sessions", "List the sessions made of it.", "main"),
    Command(
        "template",
        "t",
        "template",
        "template",
        "Create or update the instance's session template.",
        "main",
        True,
        write=True,
    ),
    Command(
        "archive",
        "d",
        "archive",
        "archive",
        "Archive it, or all that are marked.",
        "main",
        True,
        write=True,
    ),
    Command(
        "used_by", "f", "used_by", "used by", "List the instances that use this.", "main", True
    ),
    Command("copy", "y", "copy", "copy", "Copy: then v k p i u c or j.", "main", footer=True),
    Command("back", "escape", "back", "back", "Close or leave the topmost thing.", "main"),
    Command(
        "history_back",
        "left_square_bracket",
        "history(-1)",
        "go back",
        "Go back to where you were.",
        "main",
    ),
    Command(
        "history_forward",
        "right_square_bracket",
        "history(1)",
        "go forward",
        "Go forward again.",
        "main",
    ),
    Command(
        "go_to_object", "O", "go_to_object", "go to it", "Go to the object that this names.", "main"
    ),
    Command(
        "browse",
        "B",
        "browse",
        "browse",
        "Read what instances are made of: configs, identities, sessions ...",
        "main",
    ),
    Command(
        "compare",
        "equals_sign",
        "compare",
        "compare",
        "Compare the two that are marked, or this with one of another profile.",
        "main",
    ),
    Command(
        "summary", "number_sign", "summary", "summary", "Group and count what is loaded.", "main"
    ),
    Command(
        "why", "W", "why", "why", "Say what keeps it from running, or why it is a draft.", "main"
    ),
    Command("export", "x", "export", "export", "Export instances to a file.", "main"),
    Command(
        "requests",
        "exclamation_mark",
        "requests",
        "requests",
        "Show what was asked of the API: look into it, copy it, export it.",
        "main",
    ),
    Command("refresh", "r", "refresh", "refresh", "Load the instance again.", "main"),
    Command(
        "refresh_all", "R", "refresh_all", "refresh list", "Load what changed in the list.", "main"
    ),
    Command("reload", "ctrl+r", "reload", "reload", "Load the whole list again.", "main"),
    Command(
        "follow", "w", "follow", "follow", "Let changes come by themselves; again: no.", "main"
    ),
    Command("profiles", "P", "profiles", "profiles", "Switch to another profile.", "main"),
    Command("settings", "comma", "settings", "settings", "Look at and change settings.", "main"),
    Command("tour", "T", "tour", "tour", "Take the tour; again: its next step.", "main"),
    Command("sort", "o", "sort", "sort", "Choose the order; again reverses it.", "main"),
    Command("columns", "C", "columns", "columns", "Choose and order the list's columns.", "main"),
    Command("filter_form", "F", "filter_form", "filter form", "Filter by a form.", "main"),
    Command("filters", "apostrophe", "filters", "saved filters", "Apply a saved filter.", "main"),
    Command(
        "save_filter", "ctrl+s", "save_filter", "save filter", "Save the filter by name.", "main"
    ),
    Command("next_pane", "tab", "next_pane", "next pane", "Go to the next pane.", "main"),
    Command(
        "previous_pane",
        "shift+tab",
        "previous_pane",
        "previous pane",
        "Go to the previous pane.",
        "main",
    ),
    Command("pane_list", "1", "pane('list')", "list pane", "Go to the list.", "main"),
    Command("pane_tree", "2", "pane('tree')", "tree pane", "Go to the tree.", "main"),
    Command(
        "pane_inspector",
        "3",
        "pane('inspector')",
        "inspector pane",
        "Go to the inspector.",
        "main",
    ),
    Command("zoom", "plus", "zoom", "zoom", "Give the pane the whole screen, or take it.", "main"),
    Command("inspector", "p", "inspector", "inspector", "Show or hide the inspector.", "main"),
    Command("browser", "b", "browser", "open link", "Open the link, or show the API URL.", "main"),
    # The list.
    Command("down", "down,j", "move(1)", "down", "One row down.", "list"),
    Command("up", "up,k", "move(-1)", "up", "One row up.", "list"),
    Command("page_down", "pagedown", "page(1)", "page down", "One page down.", "list"),
    Command("page_up", "pageup", "page(-1)", "page up", "One page up.", "list"),
    Command("half_down", "ctrl+d", "half(1)", "half down", "Half a page down.", "list"),
    Command("half_up", "ctrl+u", "half(-1)", "half up", "Half a page up.", "list"),
    Command("top", "home,g", "top", "first", "To the first row.", "list"),
    Command("bottom", "end,G", "bottom", "last", "To the last row.", "list"),
    Command("mark", "space", "screen.mark", "mark", "Mark the row, or not; go down.", "list"),
    Command(
        "mark_range",
        "v",
        "screen.mark_range",
        "mark range",
        "Mark from the row marked last to here.",
        "list",
    ),
    Command("mark_all", "A", "screen.mark_all", "mark all", "Mark all rows shown.", "list"),
    Command("clear_marks", "u", "screen.clear_marks", "unmark all", "Clear all marks.", "list"),
    Command(
        "columns_right", "right,l", "columns(1)", "right", "To the columns that do not fit.", "list"
    ),
    Command("columns_left", "left,h", "columns(-1)", "left", "Back to the columns before.", "list"),
    Command("load_all", "L", "load_all", "load all", "Load the whole list; again: pause.", "list"),
    # The tree.
    Command(
        "tree_search",
        "slash",
        "search",
        "search",
        "Search the tree.",
        "tree",
        footer=True,
        priority=True,
    ),
    Command("tree_next", "n", "match(1)", "next match", "To the next match.", "tree"),
    Command("tree_previous", "N", "match(-1)", "previous match", "To the match before.", "tree"),
    Command(
        "tree_toggle", "enter,space", "toggle_node", "fold", "Open or fold the node.", "tree", True
    ),
    Command("tree_down", "down,j", "cursor_down", "down", "One line down.", "tree"),
    Command("tree_up", "up,k", "cursor_up", "up", "One line up.", "tree"),
    Command("tree_page_down", "pagedown", "page_down", "page down", "One page down.", "tree"),
    Command("tree_page_up", "pageup", "page_up", "page up", "One page up.", "tree"),
    Command("tree_half_down", "ctrl+d", "half(1)", "half down", "Half a page down.", "tree"),
    Command("tree_half_up", "ctrl+u", "half(-1)", "half up", "Half a page up.", "tree"),
    Command("tree_top", "home,g", "scroll_home", "first", "To the first line.", "tree"),
    Command("tree_bottom", "end,G", "scroll_end", "last", "To the last line.", "tree"),
    Command("fold", "h,left", "fold", "fold", "Fold the node, or go to its parent.", "tree"),
    Command("unfold", "l,right", "unfold", "unfold", "Open the node, or go into it.", "tree"),
    Command("fold_all", "H", "fold_all", "fold all", "Fold the node and all below it.", "tree"),
    Command("unfold_all", "L", "unfold_all", "unfold all", "Open all below the node.", "tree"),
    Command("next_sibling", "J", "sibling(1)", "next sibling", "To the next sibling.", "tree"),
    Command(
        "previous_sibling", "K", "sibling(-1)", "previous sibling", "To the sibling before.", "tree"
    ),
    # The filter line and the tree's search line.
    Command("filter_accept", "enter", "accept", "to the list", "Keep it, go on.", "filter", True),
    Command("filter_complete", "tab", "complete", "complete", "Complete.", "filter", True),
    Command("filter_down", "down", "next_completion", "next", "Next completion.", "filter"),
    Command("filter_up", "up", "previous_completion", "previous", "Completion before.", "filter"),
    Command("filter_clear", "escape", "clear", "clear", "Clear it, then leave.", "filter", True),
    Command("search_accept", "enter", "accept", "to the match", "Keep it, go on.", "search", True),
    Command("search_clear", "escape", "clear", "leave", "Clear it and leave.", "search", True),
    # Dialogs and forms.
    Command("form_next", "ctrl+s", "proceed", "review", "Go on to the review; send.", "form", True),
    Command("form_editor", "f4", "edit_outside", "$EDITOR", "Open the text in $EDITOR.", "form"),
    # A text of several lines would take F6 and F7 to select.
    Command(
        "metadata_pairs",
        "f3",
        "pairs",
        "pairs",
        "As key: value lines, or JSON.",
        "metadata",
        priority=True,
    ),
    Command(
        "metadata_format", "f7", "format", "format", "Format the JSON.", "metadata", priority=True
    ),
    Command(
        "form_load",
        "f5",
        "load",
        "load",
        "Fill the form in from a file.",
        "file_form",
        priority=True,
    ),
    Command(
        "form_save", "f6", "save", "save", "Save the form as a file.", "file_form", priority=True
    ),
    Command("form_close", "escape", "close", "close", "Close; asks if you typed.", "form", True),
    Command("dialog_close", "escape", "close", "close", "Close the dialog.", "dialog", True),
    # One dialog each.
    Command("picker_down", "down", "move(1)", "next", "To the next choice.", "picker", True),
    Command("picker_up", "up", "move(-1)", "previous", "To the choice before.", "picker"),
    Command("picker_page_down", "pagedown", "move(10)", "page down", "Ten choices on.", "picker"),
    Command("picker_page_up", "pageup", "move(-10)", "page up", "Ten choices back.", "picker"),
    Command("chip_complete", "tab", "complete", "complete", "Take the completion.", "chips", True),
    Command("chip_next", "down", "move(1)", "next", "To the next completion.", "chips"),
    Command("chip_previous", "up", "move(-1)", "previous", "To the one before.", "chips"),
    Command("chip_close", "escape", "close", "close", "Close the completions.", "chips"),
    Command("row_remove", "d,delete", "remove", "leave out", "Leave a new row out again.", "rows"),
    Command("row_restore", "u", "restore", "put back", "Put back the row that went last.", "rows"),
    Command(
        "trial_toggle",
        "space,enter",
        "toggle_tool",
        "name it",
        "Name the tool in the rules, or no more.",
        "trial",
        True,
    ),
    Command("review_down", "down,j", "scroll_body(1)", "down", "One line down.", "review"),
    Command("review_up", "up,k", "scroll_body(-1)", "up", "One line up.", "review"),
    Command("review_page_down", "pagedown", "scroll_body(10)", "on", "Ten lines on.", "review"),
    Command("review_page_up", "pageup", "scroll_body(-10)", "back", "Ten lines back.", "review"),
    Command("conflict_down", "down,j", "move(1)", "next", "To the next field.", "conflict"),
    Command("conflict_up", "up,k", "move(-1)", "previous", "To the field before.", "conflict"),
    Command("conflict_theirs", "t", "take('theirs')", "theirs", "Keep theirs.", "conflict"),
    Command("conflict_yours", "y", "take('yours')", "yours", "Send yours.", "conflict"),
    Command(
        "conflict_all_theirs", "T", "take_all('theirs')", "all theirs", "Keep all.", "conflict"
    ),
    Command("conflict_all_yours", "Y", "take_all('yours')", "all yours", "Send all.", "conflict"),
    Command(
        "outcome_page_down",
        "pagedown",
        "scroll_body(10)",
        "on",
        "Ten lines on.",
        "outcome",
        priority=True,
    ),
    Command(
        "outcome_page_up",
        "pageup",
        "scroll_body(-10)",
        "back",
        "Ten lines back.",
        "outcome",
        priority=True,
    ),
    Command("outcome_again", "a", "try_again", "try again", "Send it once more.", "outcome"),
    Command("result_copy", "y", "copy('id')", "copy ID", "Copy the ID.", "result", True),
    Command("result_request", "Y", "copy('request')", "copy request ID", "Copy that.", "result"),
    Command("archive_confirm", "a", "confirm", "archive", "Archive it.", "archive", write=True),
    Command("bulk_confirm", "a", "confirm", "do it", "Do it with all of them.", "bulk", write=True),
    Command("bulk_again", "r", "again", "try again", "Try the failed again.", "bulk", write=True),
    Command("bulk_copy", "y", "copy", "copy", "Copy what became of each.", "bulk"),
    Command("copy_value", "v", "pick('value')", "value", "Copy the value.", "copy"),
    Command("copy_key", "k", "pick('key')", "key", "Copy the field's name.", "copy"),
    Command("copy_path", "p", "pick('path')", "path", "Copy the path to the field.", "copy"),
    Command("copy_id", "i", "pick('id')", "ID", "Copy the object's ID.", "copy"),
    Command("copy_url", "u", "pick('url')", "API URL", "Copy the object's API URL.", "copy"),
    Command("copy_curl", "c", "pick('curl')", "curl", "Copy a curl command.", "copy"),
    Command("copy_json", "j", "pick('json')", "JSON", "Copy it as JSON.", "copy"),
    Command("sort_created", "c", "pick('created')", "created", "Order by creation.", "sort"),
    Command("sort_name", "n", "pick('name')", "name", "Order by name.", "sort"),
    Command("sort_status", "s", "pick('status')", "status", "Order by status.", "sort"),
    Command("sort_updated", "u", "pick('updated')", "updated", "Order by change.", "sort"),
    *(
        Command(
            f"sort_column_{number}",
            str(number),
            f"column({number})",
            f"column {number}",
            f"Order by the column that the menu numbers {number}.",
            "sort",
        )
        for number in range(1, 10)
    ),
    Command("sort_reverse", "o", "reverse", "reverse", "Reverse the order.", "sort"),
    Command(
        "column_toggle",
        "space",
        "show_or_hide",
        "show",
        "Show or hide the column.",
        "columns",
        True,
    ),
    Command("column_down", "J,shift+down", "move(1)", "down", "Move the column down.", "columns"),
    Command("column_up", "K,shift+up", "move(-1)", "up", "Move the column up.", "columns"),
    Command("column_add", "a", "add", "add", "Add a key of the metadata.", "columns", True),
    Command("column_complete", "tab", "complete", "complete", "Complete the key.", "columns"),
    Command("column_reset", "r", "reset", "reset", "Show the usual columns.", "columns", True),
    Command("secret_reveal", "x", "reveal", "reveal", "Show it for ten seconds.", "secret", True),
    Command("secret_copy", "y", "copy", "copy", "Copy it.", "secret", True),
    Command(
        "compare_all", "i", "show_all", "IDs and times", "Show or hide those.", "compare", True
    ),
    Command(
        "compare_elsewhere",
        "p",
        "compare_elsewhere",
        "other profile",
        "Compare with an instance of another profile.",
        "compare",
        True,
    ),
    Command("summary_next", "tab", "group(1)", "next", "Group by the next.", "summary", True),
    Command("summary_previous", "shift+tab", "group(-1)", "previous", "By the last.", "summary"),
    Command("why_edit", "e", "mend('edit')", "mend", "Open the form that mends it.", "why", True),
    Command(
        "why_template",
        "t",
        "mend('template')",
        "template",
        "Create or update the session template.",
        "why",
    ),
    Command("why_clone", "c", "mend('clone')", "clone", "Create one like it.", "why"),
    Command("why_copy", "y", "copy", "copy", "Copy all that was found.", "why", True),
    Command("why_again", "r", "look_again", "look again", "Look at it all again.", "why", True),
    Command(
        "snippet_environment",
        "e",
        "snippet('environment')",
        "environment",
        "Connect by variables of a shell.",
        "connect",
    ),
    Command(
        "snippet_mcp_servers",
        "m",
        "snippet('mcp_servers')",
        "mcpServers",
        "Connect by the settings of Cursor, Claude Code and their like.",
        "connect",
    ),
    Command(
        "snippet_vs_code",
        "v",
        "snippet('vs_code')",
        "VS Code",
        "Connect by the settings of VS Code.",
        "connect",
    ),
    Command(
        "snippet_claude_desktop",
        "d",
        "snippet('claude_desktop')",
        "Claude Desktop",
        "Connect by the settings of Claude Desktop.",
        "connect",
    ),
    Command("choice_down", "j", "move(1)", "down", "To the next line.", "choice"),
    Command("choice_up", "k", "move(-1)", "up", "To the line before.", "choice"),
    Command("choice_top", "g", "edge(False)", "top", "To the first line.", "choice"),
    Command("choice_bottom", "G", "edge(True)", "bottom", "To the last line.", "choice"),
    Command("filters_remove", "d,delete", "remove", "remove", "Remove it; asks.", "filters", True),
    Command("form_pick", "f2", "pick_name", "pick", "Pick an object by its name.", "filter_form"),
    Command("copy_query", "f6", "copy_query", "copy query", "Copy the query.", "filter_form"),
    Command("copy_line", "f7", "copy_command", "copy command", "Copy the command.", "filter_form"),
    Command(
        "requests_filter",
        "slash",
        "filter",
        "filter",
        "Narrow them by words.",
        "requests",
        priority=True,
    ),
    Command("requests_pane", "tab", "next_pane", "next pane", "To the other pane.", "requests"),
    Command("requests_copy", "y", "copy", "copy", "Copy: then c p h u i or b.", "requests", True),
    Command(
        "requests_export", "x", "export", "export", "Write all of them to a HAR file.", "requests"
    ),
    Command("request_curl", "c", "pick('curl')", "curl", "Copy it for curl.", "request_copy"),
    Command(
        "request_sdk",
        "p",
        "pick('sdk')",
        "Python SDK",
        "Copy it as Python, for the official SDK.",
        "request_copy",
    ),
    Command(
        "request_httpx",
        "h",
        "pick('httpx')",
        "Python httpx",
        "Copy it as Python, for httpx.",
        "request_copy",
    ),
    Command("request_url", "u", "pick('url')", "URL", "Copy its URL.", "request_copy"),
    Command("request_id", "i", "pick('id')", "request ID", "Copy its request ID.", "request_copy"),
    Command(
        "request_answer", "b", "pick('answer')", "answer", "Copy the answer's body.", "request_copy"
    ),
    Command("session_connect", "x", "connect", "connect", "Show how to connect.", "sessions"),
    Command("help_next", "tab", "part(1)", "next part", "To the next part.", "help", True),
    Command("help_previous", "shift+tab", "part(-1)", "part before", "To the part before.", "help"),
    # Everywhere.
    Command(
        "palette",
        "colon,ctrl+p",
        "command_palette",
        "commands",
        "Find a command, or paste an ID to go there.",
        "app",
        footer=True,
    ),
    Command("help", "question_mark,f1", "help", "help", "Show the keys and guides.", "app", True),
    Command("redraw", "ctrl+l", "redraw", "redraw", "Draw the whole screen again.", "app"),
    Command("quit", "q,ctrl+q", "quit", "quit", "Leave the explorer.", "app"),
)


BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}
"""The commands by their IDs."""

MOVING: frozenset[str] = frozenset(
    {"down", "up", "page_down", "page_up", "half_down", "half_up", "top", "bottom"}
)
"""The list's commands that move in it; other lists take them on the same keys."""

_MOVES = tuple(BY_ID[one] for one in sorted(MOVING))

READING: frozenset[str] = MOVING.union(
    {
        *("filter", "open", "used_by", "go_to_object", "browse", "copy", "browser", "back"),
        *("refresh", "refresh_all", "load_all", "zoom", "inspector", "requests"),
        *("columns", "columns_right", "columns_left"),
        *("next_pane", "previous_pane", "pane_list", "pane_tree", "pane_inspector"),
    }
)
"""The main screen's and the list's commands that the screens of other objects take too."""


def in_scope(scope: Scope, only: frozenset[str] | None = None) -> tuple[Command, ...]:
    """Return the commands whose keys are taken in `scope`, in the table's order.

    With `only`, of the main screen's and the list's commands those alone.
    """
    every = (command for command in COMMANDS if command.scope == scope)
    if only is None or scope not in ("main", "list"):
        return tuple(every)
    return tuple(command for command in every if command.id in only)


def key_of(command_id: str) -> str:
    """Return the first key of a command, as people write it."""
    return BY_ID[command_id].first_key


def hint(command_id: str, words: str = "") -> str:
    """Return a command's first key and what it does, by its title or in other `words`."""
    command = BY_ID[command_id]
    return f"{command.first_key} {words or command.title}"


def scopes() -> tuple[Scope, ...]:
    """Return all scopes, from the innermost to the whole app."""
    return get_args(Scope)


def footer(
    scope: Scope, *, writes: bool = True, only: frozenset[str] | None = None
) -> tuple[Command, ...]:
    """Return what the footer shows while `scope` has the focus, nearest scope first.

    A key that an inner scope takes is not shown again for an outer one; without `writes`,
    what changes the API's objects is left out; `only` is as for `in_scope`.
    """
    outer: tuple[Scope, ...] = ("main", "app") if scope in ("main", "list", "tree") else ()
    shown: list[Command] = []
    taken: set[str] = set()
    for one in dict.fromkeys((scope, *outer)):
        for command in in_scope(one, only):
            keys = set(command.keys.split(","))
            if command.footer and not keys & taken and (writes or not command.write):
                shown.append(command)
            taken |= keys
    return tuple(shown)


def palette(only: frozenset[str] | None = None) -> tuple[Command, ...]:
    """Return what the palette offers: what does something, not what moves the cursor."""
    moving = {"down", "up", "page_down", "page_up", "half_down", "half_up", "back"}
    return tuple(
        command
        for command in COMMANDS
        if command.scope in ("main", "list")
        and command.id not in moving
        and (only is None or command.id in only)
    )


_CONFUSED = {"ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+h": "Backspace", "ctrl+j": "Enter"}
_NESTED: frozenset[Scope] = frozenset({"main", "list", "tree"})


def problems(keys: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with keys that settings name, by command; those are not to be used."""
    taken = {one.id: split_keys(keys.get(one.id, one.keys)) for one in COMMANDS}
    found: dict[str, str] = {}
    for name in keys:
        command = BY_ID.get(name)
        if command is None:
            found[name] = "is no command of tui/keymap.py's table"
            continue
        for key in taken[name]:
            if not key:
                found[name] = "names no key"
            elif key in _CONFUSED:
                found[name] = f"cannot be {key}: terminals take it for {_CONFUSED[key]}"
            for other in COMMANDS:
                if other is not command and key in taken[other.id] and _meet(command, other):
                    found[name] = f"cannot be {key}: that is the key of {other.id}"
    return found


def _meet(one: Command, other: Command) -> bool:
    """Whether a key of both would be taken by only one of them."""
    scopes = {one.scope, other.scope}
    return len(scopes) == 1 or "app" in scopes or ("main" in scopes and scopes <= _NESTED)


def move_of(key: str) -> str | None:
    """Return the action that `key` moves a list's cursor by now, or None where it does not."""
    return next((one.action for one in _MOVES if key in one.taken_keys), None)


def bindings(scope: Scope, only: frozenset[str] | None = None) -> list[Binding]:
    """Return Textual's bindings of `scope`; each bears its command's ID, for rebinding.

    `only` is as for `in_scope`.
    """
    # Imported here: settings read the table before there is a screen.
    from textual.binding import Binding

    return [
        Binding(
            command.keys,
            command.action,
            command.title,
            show=command.footer,
            priority=command.priority,
            id=command.id,
            tooltip=command.help,
        )
        for command in in_scope(scope, only)
    ]
