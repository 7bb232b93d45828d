"""The entry point."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Start the explorer; where the command line asks for more than that, read it first."""
    if len(sys.argv) == 1 and sys.stdin.isatty() and sys.stdout.isatty():
        # Without what reads options: importing that takes a twentieth of the first paint.
        from tui.errors import UsageError
        from tui.profiles import read_settings
        from tui.start import explore

        try:
            settings, profiles = read_settings()
        except UsageError:
            pass  # It is said below, as to whoever gave options.
        else:
            explore(settings, profiles)
    try:
        from tui.commands import main as run

        if "_METORIAL_TUI_COMPLETE" in os.environ:
            from tui.headless.shells import add_shells

            add_shells()
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
