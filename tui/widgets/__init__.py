"""The panes and their parts: they draw models, and answer with messages."""
