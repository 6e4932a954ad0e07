"""Fails when a package that Manyi runs on has a licence that an Apache-2.0 product can't be shipped with."""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements" / "base.txt"
# LGPL libraries stay separate packages that the user may replace, which is what it asks for.
ALLOWED = re.compile(r"\b(MIT|BSD|Apache|MPL|Mozilla|PSF|ISC|LGPL|Lesser)", re.IGNORECASE)
REFUSED = re.compile(r"\b(AGPL|Affero|GPL|SSPL|BUSL|GNU General)", re.IGNORECASE)


def licence(package: Distribution) -> str:
    """What the package says of its own licence; classifiers only where it says nothing shorter."""
    about = package.metadata.json
    said = str(about.get("license_expression") or about.get("license") or "").split("\n")[0]
    classifiers = [line for line in about.get("classifier", []) if line.startswith("License ::")]
    return said if ALLOWED.search(said) else " ".join([said, *classifiers]).strip()


def main() -> int:
    names = re.findall(r"^([\w.-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    faults = 0
    for name in sorted(set(names)):
        try:
            said = licence(distribution(name))
        except PackageNotFoundError:
            continue  # locked for another system or Python
        if REFUSED.search(said) or not ALLOWED.search(said):
            print(f"{name}: licence {said or 'unknown'!r} is not allowed")
            faults += 1
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
