"""A request that was sent, as text that sends it again elsewhere."""
