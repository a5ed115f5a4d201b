"""Verifies what stands in the codes of sheets and slips, with public libraries only (cbor2, cryptography) and
docs/formats.md. Reads vectors (slips.jsonl) and says for each whether it holds as the vector says."""

import base64
import hashlib
import json
import struct
import sys

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


class Refused(Exception):
    pass


def base45(text):
    out = bytearray()
    for at in range(0, len(text), 3):
        values = [ALPHABET.index(c) for c in text[at : at + 3]]
        number = sum(value * 45**place for place, value in enumerate(values))
        out += number.to_bytes(len(values) - 1, "big")
    return bytes(out)


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def joined(codes, prefix):
    """The bytes that the codes of one statement or slip hold."""
    slices = {}
    tag = None
    for code in codes:
        if not code.startswith(prefix):
            raise Refused("a code of something else")
        rest = code[len(prefix) :]
        head, colon, tail = rest.partition(":")
        if "/" not in head or not colon or not head.replace("/", "").isdigit():
            return base45(rest)
        number = int(head.split("/")[0])
        content = base45(tail)
        tag = content[:8]
        slices[number] = content[8:]
    whole = b"".join(slices[number] for number in sorted(slices))
    if leaf_hash(whole)[:8] != tag:
        raise Refused("the parts do not add up")
    return whole


def check(key, signature, message, whose):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature as e:
        raise Refused(whose + " did not sign it") from e


def statement(message, key):
    """COSE_Sign1: its headers and payload, if the key signed it."""
    tagged = cbor2.loads(message)
    if tagged.tag != 18:
        raise Refused("not a COSE_Sign1")
    protected, _, payload, signature = tagged.value
    check(key, signature, cbor2.dumps(["Signature1", protected, b"", payload]), "the key")
    return cbor2.loads(protected), cbor2.loads(payload)


def root(leaf, index, size, path):
    """RFC 9162, 2.1.3.2."""
    if index >= size:
        raise Refused("index beyond the size")
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            raise Refused("the path is too long")
        if fn & 1 or fn == sn:
            r = hashlib.sha256(b"\1" + p + r).digest()
            while fn and not fn & 1:
                fn >>= 1
                sn >>= 1
        else:
            r = hashlib.sha256(b"\1" + r + p).digest()
        fn >>= 1
        sn >>= 1
    if sn:
        raise Refused("the path is too short")
    return r


def key_id(name, typed):
    return hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4]


def receipt(slip, founding):
    leaf, index, path, note = cbor2.loads(slip)
    text, _, lines = note.decode().rpartition("\n\n")
    text += "\n"
    origin, size, root64 = text.split("\n")[:3]
    if origin != founding[2]:
        raise Refused("another log")
    signatures = {}
    for line in lines.splitlines():
        _, name, blob = line.split(" ")
        blob = base64.b64decode(blob, validate=True)
        signatures[name, blob[:4]] = blob[4:]
    log_key = founding[3][0][1]
    signed = signatures.get((origin, key_id(origin, b"\1" + log_key)))
    if signed is None:
        raise Refused("the log did not sign it")
    check(log_key, signed, text.encode(), "the log")
    # The policy of the vectors: one witness, who is the quorum.
    words = founding[4].split()
    name, _, typed = words[2].split("+", 2)
    typed = base64.b64decode(typed)
    cosigned = signatures.get((name, key_id(name, typed)))
    if typed[0] != 4 or cosigned is None:
        raise Refused("the witness did not cosign it")
    time = struct.unpack(">Q", cosigned[:8])[0]
    check(typed[1:], cosigned[8:], f"cosignature/v1\ntime {time}\n{text}".encode(), "the witness")
    if root(leaf, index, int(size), path) != base64.b64decode(root64):
        raise Refused("the path does not lead to the root")
    return leaf, index, int(size)


def holds(vector):
    authority = bytes.fromhex(vector["authority"].partition(":")[2])
    _, founding = statement(bytes.fromhex(vector["election"]), authority)
    leaf, index, size = receipt(joined(vector["codes"], "COTEJO-R:1:"), founding)
    entry = bytes.fromhex(vector["statement"])
    header, _ = statement(entry, bytes.fromhex(vector["device"].partition(":")[2]))
    election = hashlib.sha256(bytes.fromhex(vector["election"])).digest()[:16]
    if leaf_hash(entry) != leaf or header[15][1] != election:
        raise Refused("the receipt is of another statement")
    return (index, size) == (vector["index"], vector["size"])


def main(path):
    seen = 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            vector = json.loads(line)
            try:
                verdict = holds(vector)
            except Refused as e:
                verdict = False
                print(f"  {vector['name']}: refused: {e}")
            if verdict != vector["valid"]:
                sys.exit(f"{vector['name']}: should be {vector['valid']}")
            seen += 1
    print(f"cbor2 and cryptography agree on {seen} slips")


main(sys.argv[1])
