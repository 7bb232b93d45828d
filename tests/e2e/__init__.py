"""The installed command in a real terminal, against the sandbox on loopback."""
