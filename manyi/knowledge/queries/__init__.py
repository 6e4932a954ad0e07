"""What can be asked of the library."""

from manyi.knowledge.queries.reading import (
    behind,
    current,
    currents,
    in_force,
    titles,
    versions_of,
)

__all__ = ["behind", "current", "currents", "in_force", "titles", "versions_of"]
