"""Room for occurrences, series, perspectives and change points; not built yet."""
