"""A day of one's choice for the programs under test."""
import glob
import sys


def at(day):
    """The environment in which it is DAY: what the wrapper `faketime` sets. Without its process between, signals and
    memory are the command's own, and no semaphore of a test that was killed stands in the way of another."""
    found = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
    if not found:
        sys.exit("faketime is missing: tests/packages.sh test")
    return {"LD_PRELOAD": found[0], "FAKETIME": day, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_RESET": "1"}
