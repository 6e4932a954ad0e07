"""Starts one of the programs of the workshop."""

import sys
from importlib import import_module

from manyi.cli.ready import load_product

if __name__ == "__main__":
    load_product()
    import_module("manyi.cli.tests.workshop").PROGRAMS[sys.argv[1]]()
