"""The files of the tree, their code without comments, and balanced brackets in it."""

import re
from pathlib import Path

HAN = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]")


class Tree:
    """The source tree under a folder. Paths in findings are relative to it."""

    def __init__(self, root):
        self.root = Path(root)

    def files(self, *patterns):
        found = {f for pattern in patterns for f in self.root.glob(pattern) if f.is_file()}
        return sorted(f for f in found if "build" not in f.relative_to(self.root).parts)

    def name(self, path):
        return path.relative_to(self.root).as_posix()

    def sources(self, tests=False):
        """C++ of lib/ and cmd/."""
        all_files = self.files("lib/**/*.cpp", "lib/**/*.h", "cmd/**/*.cpp", "cmd/**/*.h")
        return [f for f in all_files if tests or not is_test(f)]


def is_test(path):
    return path.stem.endswith("_test") or path.stem.startswith("test_")


def without_comments(text):
    """Comments become spaces; line ends and strings stay. Raw strings are kept whole."""
    token = re.compile(
        r'R"(?P<d>[^()\s\\]{0,16})\(.*?\)(?P=d)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*.*?\*/',
        re.S)

    def replace(m):
        s = m.group()
        return re.sub(r"[^\n]", " ", s) if s.startswith(("//", "/*")) else s

    return token.sub(replace, text)


def balanced(text, start):
    """The text from the bracket at `start` up to its partner, without either."""
    pairs = {"(": ")", "{": "}", "[": "]"}
    depth, i = [], start
    while i < len(text):
        c = text[i]
        if c == '"':
            i = re.compile(r'"(?:\\.|[^"\\])*"').match(text, i).end()
            continue
        if c in pairs:
            depth.append(pairs[c])
        elif depth and c == depth[-1]:
            depth.pop()
            if not depth:
                return text[start + 1:i]
        i += 1
    return text[start + 1:]


def line_of(text, at):
    return text.count("\n", 0, at) + 1
