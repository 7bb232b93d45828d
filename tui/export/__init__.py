"""Objects of the API as text that other programs read: JSON, JSON Lines, CSV, plain tables."""
