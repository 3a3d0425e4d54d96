"""The manual and the program: the same commands and options in both languages and in the binary."""

import json
import re
import shlex
import subprocess

HEAD = re.compile(r"^(.*?)(?:: |：|$)")


class Command:
    def __init__(self, line):
        own, _, common = line.partition(" | ")
        parts = own.split(" ")
        self.of_lists = set(common.split())  # the manual says them once, on tmis(1)
        self.words = tuple(p for p in parts[1:] if re.fullmatch(r"[a-z][a-z-]*", p))
        self.positionals = {p for p in parts[1:] if re.fullmatch(r"[A-Z_]+", p)}
        self.options = {p for p in parts[1:] if p.startswith("--")} - {"--help"}


def commands(binary):
    """The command tree, as the program prints it: words → Command. () is the program itself."""
    out = subprocess.run([binary, "help", "--tree"], capture_output=True, text=True, check=True).stdout
    return {c.words: c for c in map(Command, out.strip().split("\n"))}


class Page:
    """A page: headings in order, and the items of its lists under each."""

    def __init__(self, path):
        self.path = path
        self.text = path.read_text()
        self.sections = []  # (line number, mark, heading, items)
        for number, line in enumerate(self.text.split("\n"), 1):
            m = re.match(r"(#{1,2}) (.*)", line)
            if m:
                self.sections.append((number, m[1], m[2], []))
            elif self.sections and line.startswith("- "):
                self.sections[-1][3].append(line[2:])
            elif self.sections and self.sections[-1][3] and re.match(r"  \S", line):
                self.sections[-1][3][-1] += " " + line.strip()

    def examples(self):
        return [line.strip() for line in self.text.split("\n") if line.startswith("    ")]


def spans(item):
    """What an item is about: the code before its colon."""
    return re.findall(r"`([^`]+)`", HEAD.match(item)[1])


def words_of(heading):
    return tuple(w for w in heading.split(" ") if re.fullmatch(r"[a-z][a-z-]*", w)) if heading else ()


def section_words(heading):
    out = []
    for word in heading.split(" "):
        if not re.fullmatch(r"[a-z][a-z-]*", word):
            break
        out.append(word)
    return tuple(out)


def pages(tree, language):
    return {p.stem: Page(p) for p in tree.files(f"man/{language}/*.md")}


def described(tree, binary):
    """Each command, option and argument stands in the manual, and nothing else does."""
    tree_of = commands(binary)
    for language in ("en", "zh"):
        found = {}
        for name, page in pages(tree, language).items():
            where = tree.name(page.path)
            for number, mark, heading, items in page.sections:
                if mark != "##":
                    continue
                words = section_words(heading)
                if words not in tree_of:
                    yield f"{where}:{number}: there is no command {' '.join(words)}"
                    continue
                found[words] = where
                yield from compare(f"{where}:{number}", tree_of[words], items)
            if name == "tmis":
                own = [items for _, mark, heading, items in page.sections if mark == "#" and items]
                yield from compare(where, tree_of[()], own[0] if own else [])
                said = {span.split(" ")[0] for items in own[1:2] for item in items for span in spans(item)}
                taken = set().union(*(c.of_lists for c in tree_of.values()))
                for option in sorted(said ^ taken):
                    yield f"{where}: lists and the manual don't agree about {option}"
        for words, command in tree_of.items():
            below = any(w[:len(words)] == words and len(w) > len(words) for w in tree_of)
            if words and words not in found and (not below or command.options or command.positionals):
                yield f"man/{language}: tmis {' '.join(words)} isn't described"


def compare(where, command, items):
    said_options, said_words = set(), set()
    for item in items:
        for span in spans(item):
            for part in span.split(", "):
                first = part.split(" ")[0]
                if first.startswith("--"):
                    said_options.add(first)
                elif re.fullmatch(r"[A-Z_]+", first):
                    said_words.add(first)
    said_options -= {"--help"}
    name = "tmis " + " ".join(command.words)
    for option in sorted(command.options - said_options):
        yield f"{where}: {name} takes {option}"
    for option in sorted(said_options - command.options):
        yield f"{where}: {name} doesn't take {option}"
    for word in sorted(command.positionals - said_words):
        yield f"{where}: {name} takes {word}"
    for word in sorted(said_words - command.positionals):
        yield f"{where}: {name} doesn't take {word}"


def same_in_both(tree, _):
    """Both languages: the same pages, commands, options, examples and topics."""
    for folder in ("", "topics/"):
        names = {lang: {p.stem for p in tree.files(f"man/{lang}/{folder}*.md")} for lang in ("en", "zh")}
        for name in sorted(names["en"] ^ names["zh"]):
            yield f"man: {folder}{name}.md is there in one language only"
        for name in sorted(names["en"] & names["zh"]):
            en, zh = (Page(tree.root / "man" / lang / folder / f"{name}.md") for lang in ("en", "zh"))
            where = tree.name(zh.path)
            if [s[1] for s in en.sections] != [s[1] for s in zh.sections]:
                yield f"{where}: not the same sections as in English"
                continue
            for a, b in zip(en.sections, zh.sections):
                if a[1] == "##" and a[2] != b[2]:
                    yield f"{where}:{b[0]}: “{b[2]}” is “{a[2]}” in English"
                if folder == "" and [spans(i) for i in a[3]] != [spans(i) for i in b[3]]:
                    yield f"{where}:{b[0]}: other items than in English under “{b[2]}”"
                if len(a[3]) != len(b[3]):
                    yield f"{where}:{b[0]}: {len(b[3])} items under “{b[2]}”, {len(a[3])} in English"
            if [e for e in en.examples() if e.startswith("tmis ")] != [e for e in zh.examples() if e.startswith("tmis ")]:
                yield f"{where}: other examples than in English"


def examples(tree, binary):
    """Every example, here and in the README, is a command that the program has."""
    tree_of = commands(binary)
    for path in tree.files("man/*/*.md", "man/*/topics/*.md", "README*.md", "CONTRIBUTING.md", "examples/*.sh"):
        for number, line in enumerate(path.read_text().split("\n"), 1):
            m = re.match(r"(?:    )+(?:\$ )?(tmis .*)|(?:\$ )(tmis .*)|(?:run|look) (tmis [^$]*)", line)
            if m:
                command = next(g for g in m.groups() if g)
                yield from example(f"{tree.name(path)}:{number}", command, tree_of)


def example(where, line, tree_of):
    try:
        typed = shlex.split(re.split(r" [|>] |\s*\\$| \|\| ", line)[0])[1:]
    except ValueError:
        return
    words, options = (), set()
    valued = False
    for word in typed:
        if valued and not word.startswith("-"):
            valued = False
            continue
        valued = False
        if word.startswith("--"):
            options.add(word.split("=")[0])
            valued = True
        elif words + (word,) in tree_of and not word.startswith("-"):
            words += (word,)
    if typed and not words and not options & {"--help", "--version"}:
        yield f"{where}: “{line}” names no command"
        return
    has = set(tree_of[()].options) | {"--help"}
    for depth in range(len(words) + 1):
        has |= tree_of[words[:depth]].options | tree_of[words[:depth]].of_lists
    for option in sorted(options - has):
        yield f"{where}: tmis {' '.join(words)} doesn't take {option}"


def markdown(tree, _):
    """`_` and `*` outside code would be swallowed as emphasis; a man page needs its title and section."""
    for path in tree.files("man/*/*.md", "man/*/topics/*.md"):
        for number, line in enumerate(path.read_text().split("\n"), 1):
            if line.startswith("    "):
                continue
            if re.search(r"[_*]", re.sub(r"`[^`]*`", "", line)) and not line.startswith(("title:", "section:")):
                yield f"{tree.name(path)}:{number}: `_` or `*` outside of code"
    for path in tree.files("man/*/*.md"):
        stem = path.stem.upper()
        title = "TMIS" if stem == "TMIS" else "TMIS-" + stem
        if not path.read_text().startswith(f"title: {title}\nsection: 1\n"):
            yield f"{tree.name(path)}:1: begins with title: {title} and section: 1"


def permitted(tree, binary):
    """The matrix of rights has an entry for every command."""
    entries = {e["command"] for e in json.loads((tree.root / "schemas/permissions.json").read_text())["commands"]}
    tree_of = commands(binary)
    for words in tree_of:
        below = any(w[:len(words)] == words and len(w) > len(words) for w in tree_of)
        if words and not below and " ".join(words) not in entries:
            yield f"schemas/permissions.json: no entry for {' '.join(words)}"


CHECKS = [described, same_in_both, examples, markdown, permitted]
