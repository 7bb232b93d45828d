"""A keyboard-driven terminal explorer for Metorial integration instances."""
