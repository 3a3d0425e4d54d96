#!/usr/bin/env python3
"""The rules of the house that no compiler sees. `check.py SOURCE_DIR [TMIS]`: without the binary, the
manual isn't held against it. Prints what is wrong, one a line; exit 1 when anything is."""

import sys

sys.dont_write_bytecode = True  # nothing is left in the source tree

import manual  # noqa: E402
import rooms  # noqa: E402
import texts  # noqa: E402
from tree import Tree  # noqa: E402


def main():
    tree = Tree(sys.argv[1])
    binary = sys.argv[2] if len(sys.argv) > 2 else None
    count = 0
    runs = [(check, (tree,)) for check in rooms.CHECKS + texts.CHECKS]
    if binary:
        runs += [(check, (tree, binary)) for check in manual.CHECKS]
    for check, arguments in runs:
        for finding in check(*arguments):
            print(f"[{check.__name__}] {finding}")
            count += 1
    print(f"{count} findings" if count else "the house is in order")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
