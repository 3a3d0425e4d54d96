"""What shim.c noted, and the disk as a power cut may leave it: whatever wasn't synced is kept, dropped, torn at
sectors of 512 bytes, or garbled."""
from dataclasses import dataclass

SECTOR = 512


@dataclass
class Call:
    op: str
    at: int
    name: str
    second: str
    data: bytes


def read(path):
    with open(path, "rb") as f:
        log = f.read()
    calls, at = [], 0
    while at < len(log):
        end = log.index(b"\n", at)
        op, offset, length, name = log[at:end].decode("utf-8", "surrogateescape").split(" ", 3)
        name, _, second = name.partition("\t")
        at = end + 1
        data = b""
        if op == "write":
            data = log[at:at + int(length)]
            at += int(length)
        calls.append(Call(op, int(offset), name, second, data))
    return calls
