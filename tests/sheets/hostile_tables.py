"""Tables that are refused as input, whatever they claim to be: hostile_tables() yields what each is, its name, its
content (bytes, text, or the parts of a workbook) and what must be said of it. Small on disk."""
import io
import json
import struct
import zipfile
import zlib

import make_hostile as make
from watched import HEADING, table, work


def sheet(*rows, **how):
    cells = lambda row: "".join("<c t=\"inlineStr\"><is><t>%s</t></is></c>" % c for c in row.strip().split(","))  # noqa: E731
    return make.parts(rows="".join('<row r="%d">%s</row>' % (n, cells(row)) for n, row in enumerate(rows, 1)), **how)


def deflated(text, end=zlib.Z_FULL_FLUSH):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(text.encode()) + packer.flush(end)


def bomb(part, before, block, times, after):
    """A workbook with a long part that is never held: the packed block stands there many times. The part's check sum is
    wrong, but whoever comes so far has read it all."""
    packed = {name: (deflated(text, zlib.Z_FINISH), len(text.encode()), zlib.crc32(text.encode())) for name, text in sheet(HEADING, work()).items()}
    packed[part] = (deflated(before) + deflated(block) * times + deflated(after, zlib.Z_FINISH), len((before + after).encode()) + len(block) * times, 0)
    out, names = b"", b""
    for name, (data, size, check) in packed.items():
        sizes = (0, 8, 0, 33, check, len(data), size, len(name), 0)
        names += struct.pack("<4s2H4H3I2H3H2I", b"PK\1\2", 20, 20, *sizes, 0, 0, 0, 0, len(out)) + name.encode()
        out += struct.pack("<4sH4H3I2H", b"PK\3\4", 20, *sizes) + name.encode() + data
    return out + names + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(packed), len(packed), len(names), len(out), 0)


def letter():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr("_rels/.rels", '<Relationships xmlns="%s"><Relationship Id="r1" Type="%s/officeDocument" Target="word/document.xml"/></Relationships>' % (make.REL, make.DOC))
        z.writestr("word/document.xml", "<document/>")
    return out.getvalue()


def bomb_table():
    """Name and content of the one that takes longest: two rows, and then 2.3 GB of remarks."""
    before = sheet(HEADING, work())["xl/worksheets/sheet1.xml"].replace("</sheetData></worksheet>", "")
    return "bomb.xlsx", bomb("xl/worksheets/sheet1.xml", before, ("<!--" + "x" * 4089 + "-->") * 256, 2200, "</sheetData></worksheet>")


def hostile_tables():
    """What it is, name, content, and what is said; all of it is rejected input, exit 3."""
    long, wide = "x" * 5_000_000, ["c%d" % n for n in range(20_000)]
    book, row = sheet(HEADING, work()), HEADING + ",unit_name"
    strings = bomb("xl/sharedStrings.xml", make.HEAD + '<sst xmlns="%s">' % make.MAIN, "<si><t>%s</t></si>" % ("x" * 30_000) * 35, 300, "</sst>")
    laughs = "".join('<!ENTITY l%d "%s">' % (n, "&l%d;" % (n - 1) * 10 if n else "ha") for n in range(10))
    whole = make.pack(book)
    yield "shared strings of 315 MB in a small file", "strings.xlsx", strings, "strings.xlsx becomes too large when it is unpacked"
    yield "entities of entities of entities", "laughs.xlsx", sheet(HEADING, "&l9;", before="<!DOCTYPE x [%s]>\n" % laughs), "laughs.xlsx carries a document type declaration in xl/worksheets/sheet1.xml, which no workbook has"
    yield "an entity that is a file", "entity.xlsx", sheet(HEADING, "&e;", before='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "entity.xlsx carries a document type declaration in …"
    for name, size in (("cut-1.xlsx", len(whole) - 1), ("cut-22.xlsx", len(whole) - 22), ("half.xlsx", len(whole) // 2), ("start.xlsx", 30)):
        yield "a workbook of which only %d bytes came" % size, name, whole[:size], name + " is incomplete: its end is missing"
    yield "parts of a workbook that overlap", "overlap.xlsx", make.overlapping(), "overlap.xlsx is not a proper workbook: its parts overlap"
    yield "a workbook with a wrong check sum", "flipped.xlsx", make.flipped(), "flipped.xlsx is damaged"
    yield "a workbook of a thousand parts and more", "parts.xlsx", {**book, **{"x/%d" % n: "" for n in range(1000)}}, "parts.xlsx has more than 1000 parts"

    yield "a NUL byte in CSV", "nul.csv", table("a\0,x\n"), "nul.csv has a NUL byte in line 2, byte 64 of the file (nul.csv, row 2)"
    yield "a NUL byte in JSON Lines", "nul.jsonl", '{"unit_name":"a\0"}\n', "nul.jsonl …line 1, byte 15 of the file…(nul.jsonl, row 1)"
    yield "bytes that are no UTF-8, in CSV", "bytes.csv", table(work(who=0)[:19], "\n").encode() + b"\xff\xfe,x\n", "bytes.csv is not valid utf-8: line 3, byte 83 of the file is 0xff (bytes.csv, row 3)"
    yield "an overlong form in CSV that says it is UTF-8", "long-form.csv", b"\xef\xbb\xbf" + table().encode() + b"\xc0\x80\n", "long-form.csv is not valid utf-8: line 2, byte 66 of the file is 0xc0 (long-form.csv, row 2)"
    yield "bytes that are no UTF-8, in JSON Lines", "bytes.jsonl", b'{"a":1}\n{"a":"\xff"}\n', "bytes.jsonl is not valid UTF-8 text: line 2, byte 14 of the file is 0xff (bytes.jsonl, row 2)"
    yield "half of a surrogate in JSON Lines", "half.jsonl", '{"unit_name":"\\ud800"}\n', "line 1 is no JSON object: character …(half.jsonl, row 1)"
    yield "bytes that are no UTF-8, in a workbook", "bytes.xlsx", {**book, "xl/worksheets/sheet1.xml": book["xl/worksheets/sheet1.xml"].encode().replace("青澜".encode(), b"\xff\xfe")}, "bytes.xlsx can't be read: xl/worksheets/sheet1.xml, line 2: …"

    yield "a cell of 5 MB in CSV", "cell.csv", table(work(long)), "the cell has more than 32767 characters (cell.csv, row 2, column B)"
    yield "a quoted cell of 5 MB in CSV", "quoted.csv", table(work('"' + long)), "the cell has more than 32767 characters (quoted.csv, row 2, column B)"
    yield "a quotation mark that is never closed, and 5 MB behind it", "open.csv", table('"' + "x,\n" * 1_700_000), "the …(open.csv, row 2…)"
    yield "a cell of 5 MB in a workbook", "cell.xlsx", sheet(HEADING, work(long)), "the cell has more than 32767 characters (cell.xlsx, sheet S, row 2, column B)"
    yield "a shared string of 5 MB", "shared.xlsx", make.parts(strings="<si><t>%s</t></si>" % long, rows='<row r="1"><c t="s"><v>0</v></c></row>'), "the cell has more than 32767 characters (shared.xlsx…)"
    yield "a line of 5 MB in JSON Lines", "cell.jsonl", '{"unit_name":"%s"}\n' % long, "the row is longer than 1048576 bytes (cell.jsonl, row 1)"
    yield "a cell of 900 KB in JSON Lines", "value.jsonl", '{"id_number":"1","unit_name":"%s"}\n' % long[:900_000], "the cell has more than 32767 characters (value.jsonl, row 1, column B)"
    yield "20,000 columns in CSV", "wide.csv", ",".join(wide) + "\n", "the row has more than 16384 columns (wide.csv, row 1)"
    yield "20,000 columns in a workbook", "wide.xlsx", sheet(",".join(wide)), "the row has more than 16384 columns (wide.xlsx, sheet S, row 1, column XFE)"
    yield "20,000 members of a JSON object", "wide.jsonl", json.dumps({name: 1 for name in wide}, separators=(",", ":")) + "\n", "the row has more than 16384 columns (wide.jsonl, row 1)"

    yield "two equal headings in CSV", "twice.csv", row + "\n" + work(), "column G: “unit_name” stands in column B already (twice.csv, row 1, column G)"
    yield "two headings in two languages for one field", "languages.csv", HEADING + ",任职单位名称*\n" + work(), "column G: “任职单位名称*” stands in column B already (languages.csv, row 1, column G)"
    yield "two equal headings in a workbook", "twice.xlsx", sheet(row, work()), "column G: “unit_name” stands in column B already (twice.xlsx, sheet S, row 1, column G)"
    yield "JSON with one key twice", "twice.jsonl", '{"unit_name":"a","unit_name":"b"}\n', "line 1 has the member “unit_name” twice (twice.jsonl, row 1, column A)"
    yield "JSON with one key twice, once in other signs", "other.jsonl", '{"unit_name":"a","unit\\u005fname":"b"}\n', "line 1 has the member “unit_name” twice (other.jsonl, row 1, column A)"
    yield "JSON 100,000 lists deep", "deep.jsonl", '{"a":1}\n{"a":%s}\n' % ("[" * 100_000 + "]" * 100_000), "line 2 holds an object or a list inside another: character 7 (deep.jsonl, row 2)"
    yield "JSON 100,000 objects deep", "objects.jsonl", '{"a":' * 100_000 + "1" + "}" * 100_000, "line 1 holds an object or a list inside another: character …(objects.jsonl, row 1)"

    for name in ("empty.csv", "empty.xlsx", "empty.jsonl"):
        yield "an empty file", name, "", name + " is empty"
    yield "a file of a mark and line ends", "blank.csv", "\ufeff\r\n\r\n", "blank.csv is empty"
    yield "an old .xls", "old.xls", make.container("Workbook"), "old.xls is a workbook of the old .xls format"
    yield "a workbook with a password", "locked.xlsx", make.container("EncryptedPackage"), "locked.xlsx is protected by a password"
    yield "a workbook with a password on its parts", "locked-part.xlsx", make.encrypted(), "locked-part.xlsx is protected by a password"
    yield "a web page named .xls", "page.xls", "<html><body><table><tr><td>1", "page.xls is a web page, whatever its name says"
    yield "a letter", "letter.docx", letter(), "letter.docx is not a file of rows but Word (.docx)"
    yield "a letter named .xlsx", "letter.xlsx", letter(), "letter.xlsx is not a file of rows but Word (.docx)"
