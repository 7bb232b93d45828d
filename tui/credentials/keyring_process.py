"""Speaks to the keyring in a process of its own, which can be killed when it hangs.

Run as a script: `get SERVICE USERNAME` writes the password to standard output,
`set SERVICE USERNAME` reads it from standard input, `delete SERVICE USERNAME` forgets it,
`name SERVICE USERNAME` writes which keyring it is. It imports nothing of this package, so
it starts fast and alone.
"""

from __future__ import annotations

import sys

ABSENT = 3
"""Exit status: the keyring holds no such password."""

NO_KEYRING = 4
"""Exit status: this machine has no keyring."""

NOT_KEPT = 5
"""Exit status: the keyring took the password and did not keep it."""

FAILED = 6
"""Exit status: the keyring failed; standard error says how."""

LOCKED = 7
"""Exit status: the keyring is locked, and whoever was asked to unlock it did not."""


def main(verb: str, service: str, username: str) -> int:
    """Carry out `verb` and return the exit status."""
    # Imported here: the parent reads this module's constants without loading keyring.
    import keyring
    from keyring.errors import KeyringError, KeyringLocked, NoKeyringError, PasswordDeleteError

    try:
        # KEYRING_PROPERTY_* of the environment, which not every keyring reads by itself.
        keyring.get_keyring().set_properties_from_env()
        if verb == "name":
            sys.stdout.write(keyring.get_keyring().name)
            return 0
        if verb == "set":
            password = sys.stdin.buffer.read().decode()
            keyring.set_password(service, username, password)
            return 0 if keyring.get_password(service, username) == password else NOT_KEPT
        if verb == "delete":
            keyring.delete_password(service, username)
            return 0
        found = keyring.get_password(service, username)
    except NoKeyringError:
        return NO_KEYRING
    except (KeyringLocked, EOFError):
        # The end of a file: it asked for a password where there is nobody to type one.
        return LOCKED
    except PasswordDeleteError:
        return ABSENT
    except KeyringError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}")
        return FAILED
    if found is None:
        return ABSENT
    sys.stdout.buffer.write(found.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
