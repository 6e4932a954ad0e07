"""Pages around all apps."""
