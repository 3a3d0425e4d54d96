"""Codes and catalogues: every text is there, in both languages, with the same arguments, and somebody uses it."""

import ast
import re

from tree import balanced, line_of, without_comments

# Keys that are put together at run time: `"column." + key`. What follows is checked where it is known.
BUILT = ("column.", "state.", "step.", "role.", "evidence.", "password.reason.", "lock.", "describe.", "submission.",
         "letter.", "workbook.how.", "change.", "duplicate.", "outcome.claim.", "proof.step.", "package.part.", "package.way.",
         "package.kind.", "credits.kind.", "credits.result.", "credits.project.", "credits.paper.", "rule.", "retirement.group.", "package.state.",
         "package.signer.", "trust.", "activity.", "form.slip.", "stage.", "org.kind.", "org.level.", "title.", "count.")
CODE = re.compile(r'inline constexpr Code (\w+)\{\s*"([^"]+)"')
ARGUMENT = re.compile(r"\{([a-z][a-z0-9_]*)(?:\|[^{}|]*\|[^{}|]*)?\}")
LITERAL = r'"((?:\\.|[^"\\])*)"'


def read_po(path):
    """Key → text, in the order of the file; and the keys that stand there twice."""
    entries, twice = {}, []
    key = value = None
    into = None
    for line in path.read_text().split("\n") + ['msgid "end"']:
        m = re.match(r"(msgid|msgstr)? ?" + LITERAL + "$", line)
        if not m:
            continue
        said = ast.literal_eval('"' + m[2] + '"')
        if m[1] == "msgid":
            if key:
                if key in entries:
                    twice.append(key)
                entries[key] = value
            key, value, into = said, "", "key"
        elif m[1] == "msgstr":
            value, into = said, "value"
        elif into == "key":
            key += said
        else:
            value += said
    return entries, twice


def catalogues(tree):
    """Language → key → (text, file). Keys that stand in two rooms are faults of `both_languages`."""
    out = {"en": {}, "zh": {}}
    for language, texts in out.items():
        for path in tree.files(f"lib/*/po/{language}.po", f"cmd/po/{language}.po"):
            for key, value in read_po(path)[0].items():
                texts[key] = (value, tree.name(path))
    return out


def codes(tree):
    return {constant: name for path in code_files(tree) for constant, name in CODE.findall(path.read_text())}


def code_files(tree):
    return tree.files("lib/base/codes.h", "lib/base/row_codes.h", "lib/base/case_codes.h")


def both_languages(tree):
    for language in ("en", "zh"):
        rooms = {}
        for path in tree.files(f"lib/*/po/{language}.po", f"cmd/po/{language}.po"):
            entries, twice = read_po(path)
            for key in twice:
                yield f"{tree.name(path)}: {key} stands there twice"
            for key in entries:
                if key in rooms:
                    yield f"{tree.name(path)}: {key} stands in {rooms[key]} already"
                rooms[key] = tree.name(path)
    all_texts = catalogues(tree)
    for key in sorted(all_texts["en"].keys() | all_texts["zh"].keys()):
        for language, other in (("en", "zh"), ("zh", "en")):
            if key not in all_texts[language]:
                yield f"{all_texts[other][key][1]}: {key} has no text in {language}"
        if key not in all_texts["en"] or key not in all_texts["zh"]:
            continue
        en, zh = all_texts["en"][key][0], all_texts["zh"][key][0]
        if not en or not zh:
            yield f"{all_texts['en'][key][1]}: {key} is empty"
        if set(ARGUMENT.findall(en)) != set(ARGUMENT.findall(zh)):
            yield f"{all_texts['zh'][key][1]}: {key} has other arguments than in English"


def chinese_punctuation(tree):
    """Between Chinese characters stand Chinese marks."""
    for path in tree.files("lib/*/po/zh.po", "cmd/po/zh.po"):
        for key, value in read_po(path)[0].items():
            if re.search(r"[\u4e00-\u9fff”][,;:!?]|[,;][\u4e00-\u9fff]|\([\u4e00-\u9fff]", value):
                yield f"{tree.name(path)}: {key}: half-width marks between Chinese characters"


def code_texts(tree):
    all_texts = catalogues(tree)
    known = codes(tree)
    for name in known.values():
        for key in (name, name + ".hint"):
            for language in ("en", "zh"):
                if key not in all_texts[language]:
                    yield f"lib/base/codes.h: {key} has no text in {language}"
    used = set()
    for path in tree.sources(tests=True):
        if path not in code_files(tree):
            used |= set(re.findall(r"\b(?:codes|c)::(\w+)", path.read_text()))
    for constant in known:
        if constant not in used:
            yield f"lib/base/codes.h: {constant} is used by nobody"


def calls(code, function):
    """Each call of `function` in code: where, and what stands in its brackets."""
    for m in re.finditer(r"\b" + function + r"\s*(?=[({])", code):
        yield m.start(), balanced(code, m.end())


def given(inside):
    """Names of arg("name", …) in a call."""
    return set(re.findall(r'\barg\(\s*"(\w+)"', inside))


def first_argument(inside):
    depth = 0
    for i, c in enumerate(re.sub(LITERAL, lambda m: '"' + "x" * (len(m[0]) - 2) + '"', inside)):
        depth += (c in "({[") - (c in ")}]")
        if c == "," and depth == 0:
            return inside[:i]
    return inside


def without_condition(head):
    """What stands behind the `?` of a choice, or all of it; a key itself may hold no `?`."""
    masked = re.sub(LITERAL, lambda m: '"' + "x" * (len(m[0]) - 2) + '"', head)
    return head[masked.find("?") + 1:] if re.match(r"[^(]*\?", masked) else head


def literal_keys(tree):
    """Every literal key that text() is called with: (place, key, names of the arguments)."""
    for path in tree.sources():
        code = without_comments(path.read_text())
        if tree.name(path) == "lib/base/message.cpp":
            continue
        for at, inside in calls(code, r"(?<![\w.:>])text"):
            head = first_argument(inside)
            place = f"{tree.name(path)}:{line_of(code, at)}"
            for m in re.finditer(LITERAL + r"(\s*\+)?", without_condition(head)):
                if "." in m[1] or re.fullmatch(r"[a-z-]+", m[1]):
                    yield place, m[1], None if m[2] or m[1].endswith(".") else given(inside)
                if m[2]:
                    break


def used_texts(tree):
    english = catalogues(tree)["en"]
    for place, key, names in literal_keys(tree):
        if names is None:
            if not key.endswith(".") or not key.startswith(BUILT):
                yield f"{place}: {key} is put together at run time and stands in no list of tests/house/texts.py"
            continue
        if key not in english:
            yield f"{place}: there is no text {key}"
            continue
        missing = set(ARGUMENT.findall(english[key][0])) - names
        if missing:
            yield f"{place}: {key} wants {', '.join(sorted(missing))}"


def error_arguments(tree):
    """An Error made on the spot gives what its text and hint want."""
    all_texts = catalogues(tree)["en"]
    known = codes(tree)
    for path in tree.sources():
        code = without_comments(path.read_text())
        for at, inside in calls(code, "Error"):
            m = re.match(r"\s*codes::(\w+)\s*(?:,\s*(.*))?$", inside, re.S)
            if not m or m[1] not in known or (m[2] and not m[2].lstrip().startswith("{")):
                continue
            rest = re.sub(r"\{\s*arg\(.*", "", m[2] or "", flags=re.S)
            if rest.strip():
                continue
            names = given(m[2] or "")
            for key in (known[m[1]], known[m[1]] + ".hint"):
                missing = set(ARGUMENT.findall(all_texts.get(key, ("",))[0])) - names
                if missing:
                    yield f"{tree.name(path)}:{line_of(code, at)}: {key} wants {', '.join(sorted(missing))}"


def column_keys(code):
    """Keys of the columns in `Table name{{{"key", …}, …}, {}}` and in what is added to it."""
    for m in re.finditer(r"\bTable(?:\s+\w+)?\s*(?=\{)|std::vector<Column>(?:\s+\w+)?\s*(?=\{)", code):
        inside = balanced(code, m.end())
        for item in re.finditer(r'\{\s*"([a-z0-9_]+)"\s*(\}|,\s*[\w:]*[Kk]ind::\w+\s*(?:\}|,\s*\{\}))', inside):
            yield m.start(), item[1]
    for m in re.finditer(r'columns\.push_back\(\{"([a-z0-9_]+)"\}\)|\b(?:amount_column|code_before_words)\("([a-z0-9_]+)"[,)]', code):
        yield m.start(), m[1] or m[2]


def columns(tree):
    english = catalogues(tree)["en"]
    for path in tree.files("cmd/**/*.cpp"):
        code = without_comments(path.read_text())
        for at, key in column_keys(code):
            if "column." + key not in english:
                yield f"{tree.name(path)}:{line_of(code, at)}: the column {key} has no heading"


def unused_texts(tree):
    english = catalogues(tree)["en"]
    known = set(codes(tree).values())
    words = set()
    for path in tree.sources():
        words |= set(re.findall(LITERAL, without_comments(path.read_text())))
    for key, (_, file) in english.items():
        base = key.removesuffix(".hint")
        if base not in known and key not in words and not key.startswith(BUILT):
            yield f"{file}: {key} is used by nobody"
    headings = {key for path in tree.files("cmd/**/*.cpp") for _, key in column_keys(without_comments(path.read_text()))}
    for key, (_, file) in english.items():
        if key.startswith("column.") and key not in words and key.removeprefix("column.") not in headings:
            yield f"{file}: {key} is the heading of no column"


CHECKS = [both_languages, chinese_punctuation, code_texts, used_texts, error_arguments, columns, unused_texts]
