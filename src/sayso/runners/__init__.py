"""Room for batch runs on all cores and on a cluster; not built yet."""
