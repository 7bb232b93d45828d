"""The API's client: one connection pool, one gate for every request, one error tree."""
