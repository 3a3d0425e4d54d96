"""A program at a terminal of its own: what it shows is read until something is there, keys go in; nothing waits by the clock."""
import os
import pty
import re
import select
import sys
import termios

MOST = 120  # seconds until a test that hangs is ended


class Terminal:
    def __init__(self, command, env, folder, rows=60, columns=160):
        self.pid, self.at = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, env)
        termios.tcsetwinsize(self.at, (rows, columns)) if hasattr(termios, "tcsetwinsize") else None
        self.shown = ""   # all of it
        self.read_to = 0  # up to here a test has looked

    def _more(self):
        ready, _, _ = select.select([self.at], [], [], MOST)
        if not ready:
            sys.exit("nothing came for %d seconds; it showed\n%s" % (MOST, self.shown[-3000:]))
        try:
            data = os.read(self.at, 1 << 16)
        except OSError:  # the other side is closed
            data = b""
        self.shown = (self.shown.encode("utf-8", "surrogateescape") + data).decode("utf-8", "surrogateescape")
        return bool(data)

    def until(self, text):
        """What is shown from where the last look ended to this text."""
        while True:
            found = self.shown.find(text, self.read_to)
            if found >= 0:
                said, self.read_to = self.shown[self.read_to:found], found + len(text)
                return plain(said + text)
            if not self._more():
                sys.exit("ended before %r; it showed\n%s" % (text, self.shown[self.read_to:][-3000:]))

    def press(self, keys):
        os.write(self.at, keys.encode())

    def echoes(self):
        return bool(termios.tcgetattr(self.at)[3] & termios.ECHO)

    def end(self):
        """The rest that it shows, and its exit code (negative: killed by this signal)."""
        while self._more():
            pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self.at)
        return plain(self.shown[self.read_to:]), os.waitstatus_to_exitcode(status)


def plain(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text).replace("\r\n", "\n")
