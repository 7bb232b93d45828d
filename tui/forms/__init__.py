"""Between what is typed and what is sent: strings, request models, field errors."""
