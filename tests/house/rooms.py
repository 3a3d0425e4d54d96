"""What the compiler can't see of the floors: libraries, output, clocks, sizes, words."""

import re

from tree import HAN, is_test, line_of, without_comments

# A library's headers, and the only folders that may include them.
LIBRARIES = {
    r"SQLiteCpp/|sqlite3\.h": ["lib/store"],
    r"zip\.h|expat\.h|xlsxwriter|iconv\.h": ["lib/sheet"],
    r"sodium": ["lib/keys"],
    r"re2/": ["lib/schema"],
    r"utf8proc|libintl\.h": ["lib/base"],
    r"pango/|cairo": ["lib/form"],
    r"CLI/": ["cmd"],
    r"histedit|editline|termios\.h": ["cmd/console"],
}
PRINTS = re.compile(r"std::(?:cout|cerr|clog)\b|\b(?:f?printf|f?puts|perror)\s*\(")
CLOCKS = re.compile(r"\b(?:system_clock|steady_clock|high_resolution_clock|file_clock|clock_gettime|gettimeofday"
                    r"|localtime(?:_r)?|gmtime(?:_r)?)\b|\b(?:std::)?time\s*\(\s*(?:nullptr|NULL|0)\s*\)")
# Chinese that is data, not text: what offices write in cells and headings, labels of the views for people.
CHINESE_DATA = {
    "lib/schema/heading.cpp", "lib/schema/normalise.cpp", "lib/schema/office_date.cpp", "lib/schema/row_reader.cpp",
    "lib/journal/field_table.cpp", "lib/report/deadlines.cpp", "cmd/context.cpp", "cmd/field_talk.cpp", "cmd/manual.cpp",
}
# Headers that only the sources of their own folder see may hold JSON values.
PRIVATE_JSON = {"lib/schema/json_schema.h"}
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b|not (?:yet )?imple" + r"mented", re.I)
LONGEST = 400


def libraries(tree):
    for path in tree.sources(tests=True):
        name = tree.name(path)
        text = path.read_text()
        for m in re.finditer(r'^#include <([^>]+)>', text, re.M):
            for library, homes in LIBRARIES.items():
                if re.match(library, m[1]) and not any(name.startswith(home + "/") for home in homes):
                    yield f"{name}:{line_of(text, m.start())}: <{m[1]}> belongs to {', '.join(homes)} alone"
            if m[1] == "nlohmann/json.hpp" and name.endswith(".h") and name not in PRIVATE_JSON:
                yield f"{name}:{line_of(text, m.start())}: json.hpp stays out of headers (json_fwd.hpp may stand there)"
        for m in re.finditer(r'^#include "\.\./', text, re.M):
            yield f"{name}:{line_of(text, m.start())}: includes carry the room's name, never ../"


def output_and_clocks(tree):
    for path in tree.sources():
        name = tree.name(path)
        code = without_comments(path.read_text())
        bare = re.sub(r'"(?:\\.|[^"\\\n])*"', '""', code)  # a word in a string prints nothing
        if not name.startswith("cmd/console/"):
            for m in PRINTS.finditer(bare):
                yield f"{name}:{line_of(bare, m.start())}: only cmd/console prints ({m[0].strip()})"
        if name != "lib/base/clock.cpp":
            for m in CLOCKS.finditer(bare):
                yield f"{name}:{line_of(bare, m.start())}: only base/clock asks the system for the time ({m[0]})"


def sizes(tree):
    for path in tree.sources(tests=True):
        lines = path.read_text().count("\n")
        if lines > LONGEST:
            yield f"{tree.name(path)}: {lines} lines; past {LONGEST} ask which two things it is"


def openings(tree):
    for path in tree.sources():
        if not path.read_text().startswith("// "):
            yield f"{tree.name(path)}:1: a file opens with what it is for and what is left to whom"


def unfinished(tree):
    for path in tree.files("*.md", "*.txt", "lib/**/*", "cmd/**/*", "man/**/*", "schemas/**/*", "examples/*", "tests/**/*"):
        if path.suffix in {".xlsx", ".xls", ".pyc", ".zip"} or "files" in path.parts:
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        for m in UNFINISHED.finditer(text):
            yield f"{tree.name(path)}:{line_of(text, m.start())}: “{m[0]}”: finish it, or leave it out of --help"


# A checkout, what lies beside it, or a hidden folder at the root of somebody's machine.
MACHINE_PATH = re.compile(r"(?<![\w.])/[a-z]+/(?:main|shared|\.[a-z]+)\b")


def documents(tree):
    """A comment sends its reader only to what is here."""
    here = {path.name for path in tree.files("**/*.md")}
    for path in tree.sources(tests=True) + tree.files("examples/*", "schemas/**/*", "man/**/*", "CMakeLists.txt", "*/CMakeLists.txt"):
        text = path.read_text()
        for m in re.finditer(r"[\w.-]+\.md\b", text):
            if m[0] not in here and not m[0].removesuffix(".md").isupper():
                yield f"{tree.name(path)}:{line_of(text, m.start())}: {m[0]} isn't here"
        for m in MACHINE_PATH.finditer(text):
            yield f"{tree.name(path)}:{line_of(text, m.start())}: {m[0]} is a path of some machine"
        for m in re.finditer(r"(?<![\w/.])(\.\./)+[a-z]\w*", text):
            if not any((base / m[0]).exists() for base in (path.parent, path.parent.resolve())):
                yield f"{tree.name(path)}:{line_of(text, m.start())}: {m[0]} isn't here"


def chinese(tree):
    for path in tree.sources():
        name = tree.name(path)
        if name in CHINESE_DATA or is_test(path):
            continue
        code = without_comments(path.read_text())
        for number, line in enumerate(code.split("\n"), 1):
            if HAN.search(line):
                yield f"{name}:{number}: Chinese in the source: texts go through the catalogue"


CHECKS = [libraries, output_and_clocks, sizes, openings, unfinished, documents, chinese]
