"""Screens and dialogs: they bind state to widgets and own the workers."""
