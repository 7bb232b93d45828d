"""Sets of keys for hands that learnt them elsewhere; the settings' own keys win over them."""

from __future__ import annotations

from collections.abc import Mapping

USUAL = "usual"
"""The set that changes nothing: arrows, and the letters that vim and less share."""

_VIM = {
    "palette": "colon",
    "page_down": "pagedown,ctrl+f",
    "page_up": "pageup,ctrl+b",
    "tree_page_down": "pagedown,ctrl+f",
    "tree_page_up": "pageup,ctrl+b",
    "picker_down": "down,ctrl+n",
    "picker_up": "up,ctrl+p",
    "filter_down": "down,ctrl+n",
    "filter_up": "up,ctrl+p",
}

_EMACS = {
    "palette": "colon,alt+x",
    "back": "escape,ctrl+g",
    "down": "down,j,ctrl+n",
    "up": "up,k,ctrl+p",
    "page_down": "pagedown,ctrl+v",
    "page_up": "pageup,alt+v",
    "top": "home,g,alt+less_than_sign",
    "bottom": "end,G,alt+greater_than_sign",
    "tree_down": "down,j,ctrl+n",
    "tree_up": "up,k,ctrl+p",
    "tree_page_down": "pagedown,ctrl+v",
    "tree_page_up": "pageup,alt+v",
    "tree_top": "home,g,alt+less_than_sign",
    "tree_bottom": "end,G,alt+greater_than_sign",
    "fold": "h,left,ctrl+b",
    "unfold": "l,right,ctrl+f",
    "picker_down": "down,ctrl+n",
    "picker_up": "up,ctrl+p",
    "filter_down": "down,ctrl+n",
    "filter_up": "up,ctrl+p",
    "filter_clear": "escape,ctrl+g",
    "search_clear": "escape,ctrl+g",
    "dialog_close": "escape,ctrl+g",
    "form_close": "escape,ctrl+g",
}

PRESETS: Mapping[str, Mapping[str, str]] = {USUAL: {}, "vim": _VIM, "emacs": _EMACS}
"""Commands' IDs and their keys, by the name of the set."""
