"""Measures the explorer; not collected by pytest."""
