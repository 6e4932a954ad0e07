"""Proof that the whole holds: every process runs, the power fails, people use it in a browser. Nothing but tests."""
