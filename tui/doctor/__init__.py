"""Looks at all that the explorer stands on, and says what is wrong."""
