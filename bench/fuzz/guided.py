"""Runs one target under atheris, which keeps every input that reaches new code.

`python -m bench.fuzz.guided TARGET [folders and options of libFuzzer]`.
"""

import sys

import atheris

with atheris.instrument_imports(include=["relay"]):
    from bench.fuzz.targets import TARGETS


def main() -> None:
    """Does not return: libFuzzer ends the process."""
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()


main()
