"""The bytes of a tmis file, as tmis-security(7) describes them: hashes, trees, columns, bodies, checkpoints."""
import base64
import hashlib
import json
import struct

from nacl.exceptions import CryptoError
from nacl.signing import VerifyKey

NEEDED = {"actor": str, "args": dict, "file": str, "key": str, "kind": str, "n": int, "org": str, "prev": str, "reason": str,
          "role": str, "seq": int, "t": str, "tool": str, "v": int}
OPTIONAL = {"meaning": str, "root": str}
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Text(bytes):
    """A text as its bytes, told from a blob."""


class NoCheckpoint(Exception):
    """A text that is no checkpoint."""


def h(*parts, key=b""):
    return hashlib.blake2b(b"".join(parts), digest_size=32, key=key).digest()


def signed_by(key, message, signature):
    try:
        VerifyKey(key).verify(message, signature)
        return True
    except (CryptoError, ValueError, TypeError):
        return False


def merkle_root(leaves):
    """RFC 6962: the left side is the largest power of two below the number of leaves."""
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return h(b"\x01", merkle_root(leaves[:left]), merkle_root(leaves[left:]))


def encode(values):
    out = []
    for value in values:
        if value is None:
            kind, content = 0, b""
        elif isinstance(value, int):
            kind, content = 1, struct.pack("<q", value)
        else:
            kind, content = 2 if isinstance(value, Text) else 3, bytes(value)
        out.append(struct.pack("<BI", kind, len(content)) + content)
    return b"".join(out)


def decode(content):
    """The way back; struct.error or ValueError where there is none."""
    out = []
    while content:
        kind, length = struct.unpack_from("<BI", content)
        part, content = content[5:5 + length], content[5 + length:]
        if kind > 3 or len(part) != length or (kind == 0 and length) or (kind == 1 and length != 8):
            raise ValueError("no columns")
        out.append((None, struct.unpack("<q", part)[0] if kind == 1 else 0, Text(part), part)[kind])
    return out


def fits(number, bits, least=0):
    return least <= number < 1 << bits


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_body(body):
    """The event of a body; ValueError with what is wrong with it. A key that stands there twice, or a number that is no
    integer, doesn't come back as the same bytes."""
    try:
        event = json.loads(body.decode(), parse_float=str, parse_constant=str)
        again = canonical(event)
    except (ValueError, RecursionError) as e:
        raise ValueError("body: " + str(e)) from None
    if again != body:
        raise ValueError("body isn't canonical")
    if not isinstance(event, dict) or event.keys() - NEEDED.keys() - OPTIONAL.keys() or NEEDED.keys() - event.keys():
        raise ValueError("body: other keys")
    if any(type(v) is not {**NEEDED, **OPTIONAL}[k] for k, v in event.items()) or any(type(v) not in (int, str) for v in event["args"].values()):
        raise ValueError("body: a value of another kind")
    if event["v"] != 1 or event["n"] < 0 or (event["n"] > 0) != ("root" in event):
        raise ValueError("body: v, n or root")
    return event


def read_checkpoint(text):
    """Of a note: seq, hash, (file id, first bytes of the key id, what is signed, signature). Of a short form: seq, the first
    bytes of the hash, nothing."""
    try:
        if not text.startswith("tmis/"):
            seq, _, groups = text.strip().partition(" ")
            symbols = [CROCKFORD.index({"O": "0", "I": "1", "L": "1"}.get(c, c)) for c in groups.upper() if c not in "- "]
            known = sum(s << 5 * i for i, s in enumerate(reversed(symbols))).to_bytes(20, "big")
            note = None
        else:
            lines = text.split("\n")
            seq, known = lines[1], base64.b64decode(lines[2], validate=True)
            signature = base64.b64decode(lines[5].rsplit(" ", 1)[1], validate=True)
            note = (lines[0][5:], signature[:4], b"tmis/checkpoint/1\n" + "".join(line + "\n" for line in lines[:4]).encode(), signature[4:])
        if not seq.isascii() or not seq.isdigit() or (note and (len(known) != 32 or lines[4] or lines[5][:2] != "\u2014 ")) or (
                not note and len(symbols) != 32):
            raise NoCheckpoint
    except (ValueError, LookupError, OverflowError):
        raise NoCheckpoint from None
    return int(seq), known, note
