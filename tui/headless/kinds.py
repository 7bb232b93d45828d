"""A kind of objects as a word of the command line."""

from __future__ import annotations

import click

from tui.resources import BY_KIND, RESOURCES, Kind, kind_called
from tui.text import clean

WORDS: tuple[str, ...] = tuple(one.plural.replace(" ", "-") for one in RESOURCES if one.path)
"""What the kinds are called here that can be listed."""


def kind_word(word: str) -> Kind:
    """Return the kind that people or the API call so, in the singular or plural.

    Raises:
        BadParameter: It is none, or none that can be listed; the message says which can.
    """
    from tui.store.finding import target_in  # Only where the word is looked at.

    kind = kind_called(word)
    if kind is None and target_in(word) is not None:
        said = f"{clean(word, 80)} is no kind of objects; get prints the one of an ID."
    elif kind is None:
        said = f"{clean(word, 40)} is no kind of objects. There are {', '.join(WORDS)}."
    elif BY_KIND[kind].path is None:
        said = f"The API has no list of {BY_KIND[kind].plural}."
    else:
        return kind
    raise click.BadParameter(said, param_hint="KIND")
