"""The tests: `core` without a terminal, `ui` with the pilot, `e2e` in a real pty."""
