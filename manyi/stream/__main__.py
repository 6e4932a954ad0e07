"""Run the live stream with ``python -m manyi.stream``."""

from manyi.stream.server import main

if __name__ == "__main__":
    main()
