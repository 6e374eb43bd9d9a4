"""Room for the pages; not built yet."""
