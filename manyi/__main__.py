"""Run the command line with ``python -m manyi``."""

from manyi.cli.main import cli

if __name__ == "__main__":
    cli(prog_name="manyi")
