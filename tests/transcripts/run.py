#!/usr/bin/env python3
"""Runs a transcript: a Markdown file whose indented lines are a terminal session.

    $ command            run with bash, standard output and error together
    expected output      compared line by line; (re) at the end of a line makes it a regular expression
    ...                  stands for any lines
    [3]                  the exit code, when it isn't 0

Everything else is prose for the reader. The session runs in a folder of its own, with the program
first in PATH, an empty home, no terminal, English texts (`lang: zh` changes that), and the clock of
`date: YYYY-MM-DD` lines (the real binary under faketime). It is a session of its own for `tmis login`.

`run.py PROGRAM TRANSCRIPT --update` writes what came out into the transcript: read it before you keep it.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import clock  # noqa: E402
import session  # noqa: E402


def parse(path):
    """[(line number, date, command, expected lines, exit code)]"""
    steps, date = [], "2017-02-13 09:00:00"
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if line.startswith("date: "):
            date = line[6:] if " " in line[6:] else line[6:] + " 09:00:00"
        elif line.startswith("    $ "):
            steps.append([number, date, line[6:], [], 0])
        elif line.startswith("    > ") and steps:
            steps[-1][2] += "\n" + line[6:]
        elif line.startswith("    ") and steps:
            text = line[4:]
            if re.fullmatch(r"\[\d+\]", text):
                steps[-1][4] = int(text[1:-1])
            else:
                steps[-1][3].append(text)
    return steps


def language(path):
    """Of the texts: what a line `lang: zh` says, else English."""
    found = re.search(r"^lang: (\w+)$", open(path, encoding="utf-8").read(), re.M)
    return found[1] if found else "en"


def matches(expected, actual):
    if not expected:
        return not actual
    if expected[0] == "...":
        return any(matches(expected[1:], actual[k:]) for k in range(len(actual) + 1))
    if not actual:
        return False
    want = expected[0]
    same = re.fullmatch(want[:-5], actual[0]) if want.endswith(" (re)") else want == actual[0]
    return bool(same) and matches(expected[1:], actual[1:])


def update(path, results):
    """Puts the actual output behind each command whose expected one didn't fit."""
    out, skipping = [], False
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if line.startswith("    $ "):
            expected, actual, got, code = results[number]
            fits = matches(expected, actual) and got == code
            skipping = not fits
            out.append(line)
            out.append([] if fits else ["    " + x for x in actual] + (["    [%d]" % got] if got else []))
        elif line.startswith("    > "):
            out.insert(len(out) - 1, line)
        elif line.startswith("    ") and skipping:
            continue
        else:
            skipping = False
            out.append(line)
    with open(path, "w", encoding="utf-8") as f:
        for part in out:
            for one in part if isinstance(part, list) else [part]:
                f.write(one + "\n")


def main():
    program, transcript = map(os.path.abspath, sys.argv[1:3])
    source = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    folder = tempfile.mkdtemp(prefix="tmis-transcript-")
    with open(transcript, encoding="utf-8") as f:
        # Who looks for leaks stops all threads; one of Pango's then ends the program in glibc, under a clock that isn't the real one.
        leaks = ":detect_leaks=0" if ".pdf" in f.read() else ""
    session.own()
    env = {"PATH": os.path.dirname(program) + ":" + os.environ["PATH"], "HOME": folder, "LANG": "C.UTF-8",
           "XDG_STATE_HOME": folder + "/.state", "TMIS_LANG": language(transcript), "TZ": "Asia/Shanghai", "SOURCE": source,
           "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "verify_asan_link_order=0" + leaks)}
    failed, results = 0, {}
    for number, date, command, expected, code in parse(transcript):
        done = subprocess.run(["bash", "-c", command], cwd=folder, env={**env, **clock.at_for_shell(date)}, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              errors="surrogateescape", timeout=600)
        actual = done.stdout.splitlines()
        results[number] = (expected, actual, done.returncode, code)
        if not matches(expected, actual) or done.returncode != code:
            failed += 1
            print("%s:%d: $ %s" % (os.path.relpath(transcript, source), number, command))
            print("\n".join("  expected: " + x for x in expected + (["[%d]" % code] if code else [])))
            print("\n".join("  got:      " + x for x in actual + ["[%d]" % done.returncode]))
    shutil.rmtree(folder)
    if "--update" in sys.argv:
        update(transcript, results)
        return 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
