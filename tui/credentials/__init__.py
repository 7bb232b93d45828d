"""Where an API key comes from and goes to; all of it blocks, so it is done in a thread."""
