"""Measuring Manyi: fill a database, drive the real processes, say what it costs."""
