"""Room for the REST API; not built yet."""
