"""What shim.c noted, and the disk as a power cut may leave it: whatever wasn't synced is kept, dropped, torn at
sectors of 512 bytes, or garbled; names that weren't synced with their folder come and go in the order of their making."""
from dataclasses import dataclass, field

SECTOR = 512
WAYS = ("keep", "drop", "pick", "tear", "garble", "garble")


@dataclass
class Call:
    op: str
    at: int
    name: str
    second: str
    data: bytes
    end: int  # of the log, with this call


def read(path):
    with open(path, "rb") as f:
        log = f.read()
    calls, at = [], 0
    while at < len(log):
        end = log.index(b"\n", at)
        op, offset, length, name = log[at:end].decode("utf-8", "surrogateescape").split(" ", 3)
        name, _, second = name.partition("\t")
        at = end + 1 + int(length)
        calls.append(Call(op, int(offset), name, second, log[end + 1:at], at))
    return calls


@dataclass(eq=False)
class Inode:
    synced: bytearray = field(default_factory=bytearray)
    pending: list = field(default_factory=list)  # (offset, bytes), or (size, None) for a truncation


def put(data, at, piece):
    if piece is None:
        del data[at:]
        data.extend(bytes(at - len(data)))
        return
    data.extend(bytes(max(0, at - len(data))))
    data[at:at + len(piece)] = piece


def sectors(at, piece):
    """A write cut where the sectors of the file end: what lies beside it in a sector was there before and stays."""
    while piece:
        n = min(len(piece), SECTOR - at % SECTOR)
        yield at, piece[:n]
        at, piece = at + n, piece[n:]


class Disk:
    def __init__(self, **files):
        self.names = {name: Inode(bytearray(data)) for name, data in files.items()}
        self.synced_names = dict(self.names)
        self.pending = []  # (name, Inode or None), in order; a renaming is one list of two

    def name(self, *changes):
        self.pending.append(changes)
        self.change(self.names, changes)

    @staticmethod
    def change(names, changes):
        for name, inode in changes:
            if inode is None:
                names.pop(name, None)
            else:
                names[name] = inode

    def inode(self, name):
        if name not in self.names:
            self.name((name, Inode()))
        return self.names[name]

    def do(self, call):
        if call.op == "write":
            self.inode(call.name).pending.append((call.at, call.data))
        elif call.op in ("truncate", "empty"):
            self.inode(call.name).pending.append((call.at, None))
        elif call.op == "create":
            self.inode(call.name)
        elif call.op == "rename":
            self.name((call.second, self.names[call.name]), (call.name, None))
        elif call.op == "link":
            self.name((call.second, self.names[call.name]))
        elif call.op == "unlink":
            self.name((call.name, None))
        elif call.op == "sync" and call.name == ".":
            for changes in self.pending:
                self.change(self.synced_names, changes)
            self.pending.clear()
        elif call.op == "sync":
            inode = self.names[call.name]
            for at, piece in inode.pending:
                put(inode.synced, at, piece)
            inode.pending.clear()

    def cut(self, draw):
        """{name: bytes} of one disk that may be found when the power comes back."""
        names = dict(self.synced_names)
        kept = draw.choice((0, len(self.pending), draw.randint(0, len(self.pending))))
        for changes in self.pending[:kept]:
            self.change(names, changes)
        return {name: self.remains(inode, draw) for name, inode in names.items()}

    @staticmethod
    def remains(inode, draw):
        data, way = bytearray(inode.synced), draw.choice(WAYS)
        if way == "drop":
            return bytes(data)
        odds = draw.choice((0.1, 0.5, 0.9))
        for at, piece in inode.pending:
            if way == "keep" or (piece is None and draw.random() < odds):
                put(data, at, piece)
            elif way == "pick" and draw.random() < odds:
                put(data, at, piece)
            elif way in ("tear", "garble") and piece is not None:
                for place, part in sectors(at, piece):
                    if draw.random() < odds:
                        put(data, place, part)
                    elif way == "garble" and draw.random() < 0.5:
                        put(data, place, draw.randbytes(len(part)))
        return bytes(data)
