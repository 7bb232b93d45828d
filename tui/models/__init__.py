"""The API's objects: frozen responses, requests, the list query, list rows."""
