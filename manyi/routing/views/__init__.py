"""Pages of the routing."""
