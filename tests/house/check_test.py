#!/usr/bin/env python3
"""Breaks each rule of the house in a small tree and sees that it is found; a tree in order passes."""

import os
import stat
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))

import manual  # noqa: E402
import rooms  # noqa: E402
import texts  # noqa: E402
from tree import Tree  # noqa: E402

PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def po(**entries):
    return PO + "\n".join(f'msgid "{k.replace("__", ".")}"\nmsgstr "{v}"\n' for k, v in entries.items())


GOOD = {
    "lib/base/codes.h": '// Codes.\ninline constexpr Code file_missing{"file.missing", Exit::not_found};\n',
    "lib/base/po/en.po": PO + 'msgid "file.missing"\nmsgstr "no file {file}"\n\nmsgid "file.missing.hint"\nmsgstr "look for it"\n\n'
                              'msgid "done"\nmsgstr "{n} {n|row|rows}"\n\nmsgid "column.name"\nmsgstr "name"\n',
    "lib/base/po/zh.po": PO + 'msgid "file.missing"\nmsgstr "找不到文件 {file}"\n\nmsgid "file.missing.hint"\nmsgstr "请核对，再试"\n\n'
                              'msgid "done"\nmsgstr "{n} 行"\n\nmsgid "column.name"\nmsgstr "姓名"\n',
    "lib/store/a.cpp": '// A.\n#include <sqlite3.h>\nvoid a() { throw Error{codes::file_missing, {arg("file", "x")}}; }\n',
    "cmd/b.cpp": '// B.\nTable t{{{"name"}}, {}};\nvoid b() { text("done", arg("n", 2)); }\n',
    "schemas/permissions.json": '{"commands": [{"command": "org list"}]}',
    "man/en/tmis.md": "title: TMIS\nsection: 1\n\n# NAME\n\nx\n\n# OPTIONS\n\n- `--db FILE`: the file\n",
    "man/zh/tmis.md": "title: TMIS\nsection: 1\n\n# 名称\n\nx\n\n# 选项\n\n- `--db FILE`：文件\n",
    "man/en/org.md": "title: TMIS-ORG\nsection: 1\n\n# EXAMPLES\n\n    tmis --db x org list --all\n\n## org list\n\n- `--all`: all\n",
    "man/zh/org.md": "title: TMIS-ORG\nsection: 1\n\n# 示例\n\n    tmis --db x org list --all\n\n## org list\n\n- `--all`：全部\n",
}
TREE = "tmis --help --db\ntmis org --help\ntmis org list --help --all"


class House(unittest.TestCase):
    def findings(self, changes, tree=TREE):
        """What the checks say about the good tree with these files put in or added to (`+name`)."""
        with tempfile.TemporaryDirectory() as folder:
            files = dict(GOOD)
            for name, content in changes.items():
                files[name.lstrip("+")] = (GOOD[name[1:]] if name.startswith("+") else "") + content
            for name, content in files.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content)
            binary = Path(folder) / "tmis"
            binary.write_text(f"#!/bin/sh\ncat <<'END'\n{tree}\nEND\n")
            os.chmod(binary, stat.S_IRWXU)
            source = Tree(folder)
            said = [f for check in rooms.CHECKS + texts.CHECKS for f in check(source)]
            return said + [f for check in manual.CHECKS for f in check(source, str(binary))]

    def finds(self, what, changes, tree=TREE):
        said = self.findings(changes, tree)
        self.assertTrue(any(what in f for f in said), f"“{what}” isn't among {said}")

    def test_a_tree_in_order_passes(self):
        self.assertEqual(self.findings({}), [])

    def test_a_library_belongs_to_its_room(self):
        self.finds("belongs to lib/store", {"+cmd/b.cpp": "#include <sqlite3.h>\n"})
        self.finds("belongs to cmd", {"+lib/store/a.cpp": "#include <CLI/CLI.hpp>\n"})
        self.finds("json.hpp stays out", {"lib/store/a.h": "// A.\n#include <nlohmann/json.hpp>\n"})
        self.finds("never ../", {"+cmd/b.cpp": '#include "../lib/store/a.h"\n'})

    def test_only_the_console_prints_and_only_one_clock_ticks(self):
        self.finds("only cmd/console prints", {"+cmd/b.cpp": 'void c() { std::cout << 1; }\n'})
        self.finds("only cmd/console prints", {"+lib/store/a.cpp": 'void c() { fprintf(stderr, "x"); }\n'})
        self.finds("only base/clock", {"+lib/store/a.cpp": "auto t = std::chrono::system_clock::now();\n"})
        self.assertEqual(self.findings({"+lib/store/a.cpp": '// std::cout\nauto sql = "printf(1)";\n'}), [])

    def test_size_opening_and_loose_ends(self):
        self.finds("402 lines", {"+cmd/b.cpp": "\n" * 399})
        self.finds("opens with what it is for", {"lib/store/c.cpp": "int c;\n"})
        self.finds("finish it", {"+cmd/b.cpp": "// TO" + "DO: later\n"})
        self.finds("finish it", {"CHANGELOG.md": "not imple" + "mented\n"})

    def test_comments_name_only_documents_that_are_here(self):
        self.finds("rules.md isn't here", {"+cmd/b.cpp": "// as rules.md says\n"})
        self.assertEqual(self.findings({"+cmd/b.cpp": "// as man/LANG/GROUP.md and tmis.md say\n"}), [])

    def test_chinese_stands_in_the_catalogue(self):
        self.finds("texts go through the catalogue", {"+cmd/b.cpp": 'auto s = "完成";\n'})
        self.assertEqual(self.findings({"+cmd/b.cpp": "// 上报\n"}), [])
        self.finds("half-width marks", {"+lib/base/po/zh.po": '\nmsgid "column.x"\nmsgstr "是,否"\n'})

    def test_both_catalogues_say_the_same(self):
        self.finds("has no text in zh", {"+lib/base/po/en.po": '\nmsgid "more"\nmsgstr "more"\n'})
        self.finds("stands there twice", {"+lib/base/po/en.po": '\nmsgid "done"\nmsgstr "x"\n'})
        self.finds("stands in lib/base/po/en.po already", {"lib/store/po/en.po": po(done="{n}"), "lib/store/po/zh.po": po(done="{n}")})
        self.finds("other arguments", {"lib/base/po/zh.po": GOOD["lib/base/po/zh.po"].replace("{n} 行", "行")})

    def test_every_code_has_its_texts_and_its_use(self):
        more = 'inline constexpr Code more{"more.code", Exit::usage};\n'
        self.finds("more.code.hint has no text in zh", {"+lib/base/codes.h": more})
        self.finds("more is used by nobody", {"+lib/base/codes.h": more})

    def test_every_text_is_there_used_and_given_its_arguments(self):
        self.finds("there is no text nothing", {"+cmd/b.cpp": 'void c() { text("nothing"); }\n'})
        self.finds("there is no text other", {"+cmd/b.cpp": 'void c() { text(f() == "x" ? "done" : "other", arg("n", 1)); }\n'})
        self.finds("done wants n", {"cmd/b.cpp": '// B.\nTable t{{{"name"}}, {}};\nvoid b() { text("done"); }\n'})
        self.finds("put together at run time", {"+cmd/b.cpp": 'void c() { text("some." + x); }\n'})
        self.finds("file.missing wants file", {"+lib/store/a.cpp": "void c() { throw Error{codes::file_missing}; }\n"})
        self.finds("done is used by nobody", {"cmd/b.cpp": '// B.\nTable t{{{"name"}}, {}};\n'})
        self.finds("the column other has no heading", {"+cmd/b.cpp": 'Table u{{{"other", Kind::number}}, {}};\n'})
        self.finds("is the heading of no column", {"cmd/b.cpp": '// B.\nvoid b() { text("done", arg("n", 2)); }\n'})

    def test_the_manual_and_the_program_agree(self):
        self.finds("takes --new", {}, TREE + " --new")
        self.finds("doesn't take --all", {}, TREE.replace(" --all", ""))
        self.finds("takes CODE", {}, TREE + " CODE")
        self.finds("tmis org add isn't described", {}, TREE + "\ntmis org add --help")
        self.finds("there is no command org lost", {"+man/en/org.md": "\n## org lost\n"})
        self.finds("no entry for org add", {}, TREE + "\ntmis org add --help")

    def test_both_languages_of_the_manual_agree(self):
        self.finds("not the same sections", {"+man/zh/org.md": "\n# 更多\n"})
        self.finds("in one language only", {"man/en/topics/dates.md": "# DATES\n"})
        self.finds("other examples", {"man/zh/org.md": GOOD["man/zh/org.md"].replace("org list --all\n", "org list\n", 1)})
        self.finds("other items", {"man/zh/org.md": GOOD["man/zh/org.md"].replace("- `--all`", "- `--al`")})
        self.finds("outside of code", {"+man/zh/org.md": "a_b_c\n"})
        self.finds("begins with title", {"man/en/org.md": GOOD["man/en/org.md"].replace("TMIS-ORG", "ORG")})

    def test_examples_are_commands(self):
        self.finds("names no command", {"README.md": "    tmis orgs list\n"})
        self.finds("doesn't take --every", {"README.md": "    $ tmis org list --every\n"})


if __name__ == "__main__":
    unittest.main()
