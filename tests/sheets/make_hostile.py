#!/usr/bin/python3
"""Makes files that must be refused, and the list of what they must be refused with: make_hostile.py FOLDER

expect.tsv: file, code of the error, row, column (0: none). Small on disk, whatever they claim to be.
"""
import io
import os
import struct
import sys
import zipfile
import zlib

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


class Piece:
    """A part that is too long to be held: text before, a block many times, text after."""

    def __init__(self, before, block, times, after):
        self.before, self.block, self.times, self.after = before, block, times, after

    def write(self, out):
        out.write(self.before.encode())
        block = self.block.encode() * max(1, (1 << 20) // max(1, len(self.block)))
        each = len(block) // len(self.block)
        for _ in range(self.times // each):
            out.write(block)
        out.write(self.block.encode() * (self.times % each) + self.after.encode())


def parts(rows=CELL, strings="", before="", sheet=None, shared=None):
    return {
        "[Content_Types].xml": HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{REL}"><Relationship Id="r1" Type="{DOC}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{DOC}"><sheets><sheet name="S" sheetId="1" r:id="s1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{REL}"><Relationship Id="s1" Type="{DOC}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="ss" Type="{DOC}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": shared or f'{HEAD}<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": sheet or f'{HEAD}{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }


def pack(content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as z:
        for name, text in content.items():
            if isinstance(text, Piece):
                with z.open(name, "w", force_zip64=True) as part:
                    text.write(part)
            else:
                z.writestr(name, text)
    return out.getvalue()


def sheet_of(rows, block, times, after="</sheetData></worksheet>"):
    return Piece(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}', block, times, after)


def overlapping():
    """The construction of D. Fifield: many entries of the list share one stream of bytes."""
    good = bytearray(pack(parts()))
    end = good.rindex(b"PK\5\6")
    count, _, size, start = struct.unpack("<HHII", good[end + 8:end + 20])
    directory = bytes(good[start:start + size])
    last = directory.rindex(b"PK\1\2")
    more = b"".join(directory[last:].replace(b"sheet1.xml", b"sheet%d.xml" % n) for n in range(2, 10))
    tail = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count + 8, count + 8, size + len(more), start, 0)
    return bytes(good[:start]) + directory + more + tail


def flipped():
    good = bytearray(pack(parts(rows=CELL * 1)))
    entry = good.rindex(b"PK\1\2")
    good[entry + 16] ^= 1  # the checksum that the list gives
    return bytes(good)


def encrypted():
    good = bytearray(pack(parts()))
    entry = good.rindex(b"PK\1\2")
    good[entry + 8] |= 1
    return bytes(good)


def container(name):
    """An old Office container: header, one sector of table, one of names with this stream."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(10) + struct.pack("<II", 1, 1) + bytes(4) + struct.pack("<IIIII", 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * (512 - len(header) - 4)
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504

    def entry(text, kind):
        wide = (text + "\0").encode("utf-16-le")
        return wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide), kind, 1) + b"\xff" * 12 + bytes(48)

    return header + table + (entry("Root Entry", 5) + entry(name, 2)).ljust(512, b"\0")


def files():
    deep = "<a>" * 3_000_000
    yield "bomb-rows.xlsx", pack(parts(sheet=sheet_of("", "<row><c/></row>\n" + " " * 4080, 600_000))), "xlsx.bomb", 0, 0
    shared = Piece(f'{HEAD}<sst xmlns="{MAIN}">', f"<si><t>{'x' * 30000}</t></si>", 40_000, "</sst>")
    yield "bomb-strings.xlsx", pack(parts(shared=shared)), "xlsx.bomb", 0, 0
    yield "bomb-depth.xlsx", pack(parts(rows=deep)), "xlsx.bomb", 0, 0
    yield "bomb-tag.xlsx", pack(parts(rows='<row r="' + "1" * 80_000_000 + '"/>')), "xlsx.bomb", 0, 0
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    yield "bomb-entities.xlsx", pack(parts(before=f"<!DOCTYPE x [{laughs}]>\n")), "xlsx.doctype", 0, 0
    external = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    yield "entity-file.xlsx", pack(parts(before=external)), "xlsx.doctype", 0, 0
    yield "overlap.xlsx", overlapping(), "xlsx.overlap", 0, 0
    yield "truncated.xlsx", pack(parts())[:-30], "xlsx.truncated", 0, 0
    yield "checksum.xlsx", flipped(), "xlsx.damaged", 0, 0
    yield "password-part.xlsx", encrypted(), "xlsx.encrypted", 0, 0
    yield "password.xlsx", container("EncryptedPackage"), "xlsx.encrypted", 0, 0
    yield "old.xlsx", container("Workbook"), "xlsx.old-xls", 0, 0
    many = parts()
    many.update({f"x/{n}": "" for n in range(1000)})
    yield "parts.xlsx", pack(many), "xlsx.too-many-parts", 0, 0
    cell = f'<row r="7"><c r="C7" t="inlineStr"><is><t>{"x" * 5_000_000}</t></is></c></row>'
    yield "cell.xlsx", pack(parts(rows=cell)), "cell.too-long", 7, 3
    wide = "".join("<c><v>1</v></c>" for _ in range(20_000))
    yield "columns.xlsx", pack(parts(rows=f'<row r="1">{wide}</row>')), "sheet.too-wide", 1, 16385
    yield "twice.xlsx", pack(parts(rows=CELL + CELL)), "xlsx.order", 1, 0
    yield "nul.csv", b"name,number\nA,1\nB,\0002\n", "csv.nul", 3, 0
    yield "utf8.csv", "姓名,号\n张三,1\n".encode() + b"\xc3\x28\xff,2\n", "csv.encoding", 3, 0
    yield "gb.csv", "姓名,号\n张三,1\n".encode("gb18030") + b"\xff,2\n", "csv.encoding", 3, 0
    yield "half.csv", b"\xff\xfea\0,\0b\0\n\0\x00\xd8x\0", "csv.encoding", 2, 0
    yield "cell.csv", b"a,b\n1," + b"x" * 5_000_000 + b"\n", "cell.too-long", 2, 2
    yield "quoted-cell.csv", b'a,b\n1,"' + b"x" * 5_000_000 + b'"\n', "cell.too-long", 2, 2
    yield "columns.csv", b"," * 19_999 + b"\n", "sheet.too-wide", 1, 0
    yield "quote.csv", b'a,b\n1,"x\n2,y\n', "csv.unterminated", 2, 2
    yield "stray.csv", b'a,b\n1,x"y\n', "csv.quote", 2, 2
    yield "long.csv", b"a,b\n" + (b"x" * 30_000 + b",") * 40 + b"\n", "sheet.row-too-long", 2, 0
    yield "empty.csv", b"", "sheet.empty", 0, 0
    yield "blank.csv", b"\xef\xbb\xbf\r\n\r\n", "sheet.empty", 0, 0
    yield "page.xls", b"<html><body><table><tr><td>1", "xlsx.web-page", 0, 0
    yield "packed.csv.gz", b"\x1f\x8b" + zlib.compress(b"a,b"), "sheet.wrong-kind", 0, 0
    yield "deep.jsonl", b'{"a":1}\n{"a":' + b"[" * 900_000 + b"\n", "jsonl.nested", 2, 0
    yield "nested.jsonl", b'{"a":{"b":1}}\n', "jsonl.nested", 1, 0
    yield "twice.jsonl", b'{"a":1,"a":2}\n', "jsonl.duplicate", 1, 1
    yield "nan.jsonl", b'{"a":1}\n{"a":NaN}\n', "jsonl.syntax", 2, 0
    yield "array.json", b'[{"a":1}]', "jsonl.array", 0, 0
    yield "utf8.jsonl", b'{"a":"\xff"}\n', "jsonl.encoding", 1, 0
    yield "long.jsonl", b'{"a":"' + b"x" * 5_000_000 + b'"}\n', "sheet.row-too-long", 1, 0


if __name__ == "__main__":
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/expect.tsv", "w", encoding="utf-8") as expect:
        for name, data, code, row, column in files():
            with open(f"{folder}/{name}", "wb") as out:
                out.write(data)
            expect.write(f"{name}\t{code}\t{row}\t{column}\n")
