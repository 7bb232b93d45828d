"""The explorer without a screen: commands for scripts and pipes."""

COMMANDS = ("list", "get", "tail", "export")
"""Their names; what they are is imported when one is run."""
