"""The program's version, as its distribution says."""

from importlib.metadata import version

VERSION = version("metorial-tui")
