"""Why an instance cannot run: what is known of it and its parts, and what follows from that."""
