"""What the program shows on a terminal of a certain width."""
import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import unicodedata


def on_screen(school, columns, *command, lang="en", want=(0,)):
    """Without colours, not paged."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    program = subprocess.Popen(
        [school.program, "--user", "manager", "--password-file", school.path("manager.pw"), *command], cwd=school.folder,
        env={**school.env, "FAKETIME": school.day, "PAGER": "cat", "TMIS_LANG": lang}, stdin=subprocess.DEVNULL, stdout=theirs,
        stderr=subprocess.DEVNULL)
    os.close(theirs)
    out = b""
    try:
        while piece := os.read(ours, 65536):
            out += piece
    except OSError:  # how a terminal ends
        pass
    os.close(ours)
    if (code := program.wait(300)) not in want:
        raise SystemExit("tmis %s on a terminal: exit %d\n%s" % (" ".join(command), code, out.decode(errors="replace")))
    return re.sub(r"\x1b\[[0-9;]*m", "", out.decode()).replace("\r\n", "\n")


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
