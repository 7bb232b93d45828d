"""Flows with the pilot, and pictures."""
