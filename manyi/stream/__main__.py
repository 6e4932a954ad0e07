"""Run the live stream with ``python -m manyi.stream``."""

import sys

from manyi.config import ConfigError
from manyi.stream.server import main

if __name__ == "__main__":
    try:
        main()
    except ConfigError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
