"""The explorer without a screen: commands for scripts and pipes."""

COMMANDS = (
    *("list", "get", "tail", "export"),
    *("create", "update", "archive", "session", "template"),
)
"""Their names; what they are is imported when one is run."""
