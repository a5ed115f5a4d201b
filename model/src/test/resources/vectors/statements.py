"""Writes statements.jsonl beside this file, with its own CBOR and none of the project's code.

Run with Python 3.9+ and the `cryptography` package; the output is the same on every run.
"""

import hashlib
import json
import pathlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

P256_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
COUNT = 999_999_999


class Raw(bytes):
    """Encoded already, right or wrong."""


def head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    size = next(n for n in (1, 2, 4, 8) if value < 1 << 8 * n)
    return bytes([major << 5 | 23 + size.bit_length()]) + value.to_bytes(size, "big")


def cbor(item):
    if isinstance(item, Raw):
        return bytes(item)
    if isinstance(item, int):
        return head(0, item) if item >= 0 else head(1, -1 - item)
    if isinstance(item, bytes):
        return head(2, len(item)) + item
    if isinstance(item, str):
        return head(3, len(item.encode())) + item.encode()
    if isinstance(item, list):
        return head(4, len(item)) + b"".join(map(cbor, item))
    pairs = sorted((cbor(key), cbor(value)) for key, value in item.items())
    return head(5, len(pairs)) + b"".join(key + value for key, value in pairs)


class Key:
    def __init__(self, number, name="ed25519"):
        self.algorithm = {"ed25519": -19, "eddsa": -8, "es256": -7}[name]
        if name == "es256":
            self.private = ec.derive_private_key(number, ec.SECP256R1())
            form = (Encoding.X962, PublicFormat.CompressedPoint)
        else:
            self.private = ed25519.Ed25519PrivateKey.from_private_bytes(number.to_bytes(32, "big"))
            form = (Encoding.Raw, PublicFormat.Raw)
        self.public = self.private.public_key().public_bytes(*form)
        self.id = hashlib.sha256(self.public).digest()[:8]
        self.text = f"{name}:{self.public.hex()}"
        self.item = [self.algorithm, self.public]

    def sign(self, message):
        if self.algorithm != -7:
            return self.private.sign(message)
        der = self.private.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        r, s = utils.decode_dss_signature(der)
        return r.to_bytes(32, "big") + min(s, P256_N - s).to_bytes(32, "big")


AUTHORITY, OPERATOR, COURT, STATION, LOG = (Key(number) for number in (1, 2, 3, 4, 6))
ELEMENT = Key(7, "es256")  # a device with a secure element
OLDER = Key(8, "eddsa")  # a signer that knows only the older number
LIST, AGENT = Key(9), Key(10)  # an organisation and its agent
ROOT, INDEX, TARGET = (hashlib.sha256(name).digest() for name in (b"root", b"index", b"target"))
SUBJECT = "mayor/0101"
lines = []


def envelope(typ, sub, payload, key, issuer):
    claims = {2: sub} if issuer is None else {1: issuer, 2: sub}
    protected = cbor({1: key.algorithm, 4: key.id, 15: claims, 16: typ})
    content = cbor(payload)
    signature = key.sign(cbor(["Signature1", protected, b"", content]))
    return cbor(Raw(head(6, 18))) + cbor([protected, {}, content, signature])


def line(name, verdict, why, statement, key, **found):
    fields = {"name": name, "bytes": statement.hex(), "key": key.text, "verdict": verdict}
    lines.append(json.dumps({**fields, "why": why, **found}))
    return statement


def valid(name, typ, sub, payload, key, fields, issuer=None):
    statement = envelope(typ, sub, payload, key, issuer)
    found = {"kid": key.id.hex(), "type": typ, "subject": sub, "fields": fields}
    found["leaf"] = hashlib.sha256(b"\0" + statement).hexdigest()
    return line(name, "statement", "", statement, key, **found)


def figures(channels, registered=500, admitted=400, **others):
    names = ["votersAdded", "ballotsReceived", "ballotsUnused", "ballotsSpoiled"]
    item = {1: registered, 3: admitted, 7: channels}
    item.update({(2, 4, 5, 6)[names.index(name)]: value for name, value in others.items()})
    parts = ["channel", "ballotsCast", "blankVotes", "invalidVotes", "validVotes", "votes"]
    fields = {"registeredVoters": registered, "votersAdmitted": admitted, **others}
    return item, {**fields, "channels": [dict(zip(parts, channel)) for channel in channels]}


PLAIN, PLAIN_FIELDS = figures([[0, 400, 5, 5, 390, [200, 150, 40]]])
FULL, FULL_FIELDS = figures(
    [[0, 300, 5, 5, 290, [200, 90, 0]], [3, 100, 0, 0, 100, [50, 50, 0]]],
    votersAdded=12, ballotsReceived=450, ballotsUnused=149, ballotsSpoiled=1)
LARGEST, LARGEST_FIELDS = figures(
    [[i, COUNT, COUNT, COUNT, COUNT, [COUNT]] for i in range(4)],
    COUNT, COUNT, votersAdded=COUNT, ballotsReceived=COUNT, ballotsUnused=COUNT, ballotsSpoiled=0)
ELECTION = {
    1: "rehearsal", 2: "example.org/village", 3: [LOG.item], 4: "", 5: [OPERATOR.item],
    6: [COURT.item], 7: {"areas.csv": ROOT, "devices.csv": INDEX, "election.json": TARGET},
    8: [16, 4]}
ELECTION_FIELDS = {
    "mode": "rehearsal", "origin": "example.org/village", "logKeys": [LOG.text],
    "witnessPolicy": "", "operators": [OPERATOR.text], "courts": [COURT.text],
    "packageDigests": {
        "areas.csv": ROOT.hex(), "devices.csv": INDEX.hex(), "election.json": TARGET.hex()},
    "limits": [16, 4]}
INCIDENT = {
    1: "requests-refused", 2: 1_770_000_009, 3: 4, 4: [9, 1, 7, 7, 7],
    5: {"slow": [1, 0, 1, 1, 1], "ticket": [8, 1, 6, 6, 6]}, 6: 4000, 7: 12, 8: ROOT}
BULLETIN = {1: 7, 2: ROOT, 3: 1_770_000_000, 4: 1, 5: INDEX}


def all_valid():
    entry0 = valid("election", "election", "village", ELECTION, AUTHORITY, ELECTION_FIELDS)
    issuer = hashlib.sha256(entry0).digest()[:16]
    valid(
        "election-with-everything", "election", "village",
        {**ELECTION, 1: "re-enactment", 3: [LOG.item, COURT.item], 4: "log a+1+b\nquorum none\n",
         5: [OPERATOR.item, ELEMENT.item, OLDER.item], 6: [],
         7: {"é": ROOT, "ab": INDEX, "\U0001f5f3.csv": TARGET, "\uff41.csvv": ROOT},
         8: [120, 0], 9: INDEX},
        AUTHORITY,
        {**ELECTION_FIELDS, "mode": "re-enactment", "logKeys": [LOG.text, COURT.text],
         "witnessPolicy": "log a+1+b\nquorum none\n", "courts": [],
         "operators": [OPERATOR.text, ELEMENT.text, OLDER.text],
         "packageDigests": {"é": ROOT.hex(), "ab": INDEX.hex(), "\U0001f5f3.csv": TARGET.hex(),
                            "\uff41.csvv": ROOT.hex()},
         "limits": [120, 0], "site": INDEX.hex()})

    def say(name, typ, sub, payload, key, fields):
        valid(name, typ, sub, payload, key, fields, issuer)

    about = {"contest": "mayor", "station": "0101", "target": TARGET.hex()}
    place = {"contest": "mayor", "station": "0101"}
    valid("election-with-organisations", "election", "village",
          {**ELECTION, 10: [["list-a", LIST.item], ["observers", ELEMENT.item]]}, AUTHORITY,
          {**ELECTION_FIELDS, "organisations": {"list-a": LIST.text, "observers": ELEMENT.text}})
    for key, name in ((ELEMENT, "es256"), (OLDER, "eddsa"), (STATION, "ed25519")):
        say(f"enrolment-add-{name}", "enrolment", key.id.hex(), {1: 0, 2: key.item, 3: "0101"},
            AUTHORITY, {"change": "add", "station": "0101", "key": key.text})
    say("enrolment-replace", "enrolment", STATION.id.hex(), {1: 1, 2: ELEMENT.item}, AUTHORITY,
        {"change": "replace", "key": ELEMENT.text})
    say("enrolment-revoke", "enrolment", STATION.id.hex(), {1: 2}, AUTHORITY, {"change": "revoke"})
    say("enrolment-agent", "enrolment", AGENT.id.hex(), {1: 3, 2: AGENT.item}, LIST,
        {"change": "agent", "key": AGENT.text})
    say("opening", "opening", "0101", {1: ROOT, 2: INDEX}, STATION,
        {"station": "0101", "build": ROOT.hex(), "package": INDEX.hex()})
    say("witness-copy-figures", "witness-copy", SUBJECT, {1: FULL}, AGENT,
        {**place, "figures": FULL_FIELDS})
    for name, record in (
        ("statement", envelope("tally-record", SUBJECT, PLAIN, STATION, issuer)),
        ("statement-of-unknown-key", envelope("tally-record", SUBJECT, PLAIN, COURT, issuer)),
        ("statement-of-other-election", envelope("tally-record", SUBJECT, PLAIN, STATION, ROOT[:16])),
    ):
        say("witness-copy-" + name, "witness-copy", SUBJECT, {2: record}, AGENT,
            {**place, "figures": PLAIN_FIELDS, "statement": record.hex()})
    say("log-key-add", "log-key", STATION.id.hex(), {1: 0, 2: STATION.item}, AUTHORITY,
        {"change": "add", "key": STATION.text})
    say("log-key-retire", "log-key", STATION.id.hex(), {1: 1}, AUTHORITY, {"change": "retire"})
    for phase in ("counting-open", "records-closed", "log-closed"):
        say(f"phase-{phase}", "phase", phase, {}, AUTHORITY, {"phase": phase})
    for key, name in ((STATION, ""), (ELEMENT, "-es256"), (OLDER, "-eddsa")):
        say("tally-record" + name, "tally-record", SUBJECT, PLAIN, key,
            {**place, "figures": PLAIN_FIELDS})
    say("tally-record-every-figure", "tally-record", SUBJECT, FULL, STATION,
        {**place, "figures": FULL_FIELDS})
    say("tally-record-largest-counts", "tally-record", SUBJECT, LARGEST, STATION,
        {**place, "figures": LARGEST_FIELDS})
    for typ, key in (("corrigendum", AUTHORITY), ("ruling", COURT)):
        say(f"{typ}-replace", typ, SUBJECT, {1: TARGET, 2: 0, 3: FULL}, key,
            {**about, "decision": "replace", "figures": FULL_FIELDS})
        say(f"{typ}-adopt", typ, SUBJECT, {1: TARGET, 2: 1}, key, {**about, "decision": "adopt"})
    say("ruling-annul", "ruling", SUBJECT, {1: TARGET, 2: 2}, COURT, {**about, "decision": "annul"})
    say("time-mark", "time-mark", "1770000000", {}, OPERATOR, {"seconds": 1_770_000_000})
    say("time-mark-first", "time-mark", "0", {}, OPERATOR, {"seconds": 0})
    say("time-mark-last", "time-mark", "253402300799", {1: ROOT}, OPERATOR,
        {"seconds": 253_402_300_799, "manifest": ROOT.hex()})
    digests = {"root": ROOT.hex(), "index": INDEX.hex()}
    say("bulletin", "bulletin", "1", BULLETIN, OPERATOR,
        {"number": 1, "logSize": 7, "asOf": 1_770_000_000, "rules": 1, **digests})
    say("bulletin-largest-numbers", "bulletin", "1000000",
        {**BULLETIN, 1: 1 << 40, 3: 253_402_300_799, 4: 0x7FFFFFFF}, OPERATOR,
        {"number": 1_000_000, "logSize": 1 << 40, "asOf": 253_402_300_799, "rules": 0x7FFFFFFF,
         **digests})
    incident = {
        "vantage": "intake/stations", "from": 1_770_000_000, "to": 1_770_000_009,
        "unit": "requests-refused", "seconds": 4, "refused": INCIDENT[4], "byReason": INCIDENT[5],
        "accepted": 4000, "networks": 12, "counters": ROOT.hex()}
    say("incident", "incident", "intake/stations/1770000000", INCIDENT, OPERATOR, incident)
    say("incident-with-text", "incident", "intake/stations/1770000000", {**INCIDENT, 9: INDEX},
        OPERATOR, {**incident, "text": INDEX.hex()})
    say("incident-nothing-refused", "incident", "9/0",
        {**INCIDENT, 2: 0, 3: 1, 4: [0] * 5, 5: {}, 6: 0, 7: 0}, OPERATOR,
        {**incident, "vantage": "9", "from": 0, "to": 0, "seconds": 1, "refused": [0] * 5,
         "byReason": {}, "accepted": 0, "networks": 0})
    # 31 days, every second of them with the largest count.
    most = [COUNT * 2_678_400, COUNT, COUNT, COUNT, COUNT]
    reasons = {f"b{'-0'[i % 2]}{i}": [1, 0, 0, 0, 1] for i in range(31)}
    reasons["z" * 24] = [most[0] - 31, *most[1:]]
    vantage = "A" * 20 + "/a.b_c-d/" + "0" * 11
    say("incident-largest-numbers", "incident", f"{vantage}/253399622400",
        {**INCIDENT, 2: 253_402_300_799, 3: 2_678_400, 4: most, 5: reasons, 6: COUNT, 7: COUNT},
        OPERATOR,
        {**incident, "vantage": vantage, "from": 253_399_622_400, "to": 253_402_300_799,
         "seconds": 2_678_400, "refused": most, "byReason": reasons,
         "accepted": COUNT, "networks": COUNT})
    return issuer


def without(item, *keys):
    return {key: value for key, value in item.items() if key not in keys}


def channel(**changes):
    parts = {"index": 0, "cast": 1, "blank": 0, "invalid": 0, "valid": 1, "votes": [1]}
    return list({**parts, **changes}.values())
def invalid_payloads():
    """Rows of name, type, subject, payload, refusal; every one is signed by the role it is for."""
    missing = "the election statement lacks one of its fields 1 to 8"
    incomplete = "an election has an origin, a log key, an operator key and a package"
    short, long = ROOT[:31], "a" * 25
    for name, payload, why in (
        ("field-missing", without(ELECTION, 8), missing),
        ("site-but-no-limits", {**without(ELECTION, 8), 9: ROOT}, missing),
        ("field-0", {**without(ELECTION, 4), 0: 0}, "unknown field 0 in an election"),
        ("field-11", {**ELECTION, 11: 0}, "unknown field 11 in an election"),
        ("eleven-fields", {**ELECTION, 9: ROOT, 10: [["a", LIST.item]], 11: 0},
         "CBOR at byte 0: 11 items are more than the 10 allowed"),
        ("organisations-but-no-limits", {**without(ELECTION, 8), 10: [["a", LIST.item]]}, missing),
        ("organisations-empty", {**ELECTION, 10: []},
         "organisations are left out where there are none"),
        ("organisations-not-in-order", {**ELECTION, 10: [["b", LIST.item], ["a", AGENT.item]]},
         "organisations are not in ascending order"),
        ("organisation-twice", {**ELECTION, 10: [["a", LIST.item], ["a", AGENT.item]]},
         "organisations are not in ascending order"),
        ("organisation-without-code", {**ELECTION, 10: [["", LIST.item]]}, "not a code: ''"),
        ("mode-unknown", {**ELECTION, 1: "trial"}, "unknown mode 'trial'"),
        ("origin-empty", {**ELECTION, 2: ""}, incomplete),
        ("no-log-key", {**ELECTION, 3: []}, incomplete),
        ("no-operator", {**ELECTION, 5: []}, incomplete),
        ("no-package", {**ELECTION, 7: {}}, incomplete),
        ("key-under-unknown-algorithm", {**ELECTION, 5: [[-35, OPERATOR.public]]},
         "algorithm -35 is not one of -19, -8 and -7"),
        ("key-of-33-bytes", {**ELECTION, 5: [[-19, ELEMENT.public]]},
         "ed25519 key has 33 bytes instead of 32"),
        ("key-of-small-order", {**ELECTION, 5: [[-19, bytes([1]) + bytes(31)]]},
         "ed25519 key is a point of small order"),
        ("file-in-folder", {**ELECTION, 7: {"a/b.csv": ROOT}},
         "not the name of a package file: 'a/b.csv'"),
        ("limit-0", {**ELECTION, 8: [0, 4]}, "limits out of range"),
    ):
        yield "election-" + name, "election", "village", payload, why
    shape = "an enrolment is add (0, key, station), replace (1, key), revoke (2) or agent (3, key)"
    nowhere = "the station of an enrolment is empty"
    add, station = {1: 0, 2: STATION.item, 3: "0101"}, STATION.id.hex()
    for name, sub, payload, why in (
        ("empty", station, {}, shape),
        ("add-of-other-key", OPERATOR.id.hex(), add, "the subject is not the id of the key added"),
        ("add-without-key", station, without(add, 2), shape),
        ("add-without-station", station, without(add, 3), shape),
        ("add-for-empty-station", station, {**add, 3: ""}, nowhere),
        ("station-of-25-bytes", station, {**add, 3: long},
         "CBOR at byte 41: length 25 is more than the 24 bytes allowed"),
        ("replace-with-station", station, {**add, 1: 1}, shape),
        ("replace-with-empty-station", station, {**add, 1: 1, 3: ""}, nowhere),
        ("replace-without-key", station, {1: 1}, shape),
        ("revoke-with-key", station, {1: 2, 2: STATION.item}, shape),
        ("revoke-with-empty-station", station, {1: 2, 3: ""}, nowhere),
        ("agent-without-key", station, {1: 3}, shape),
        ("agent-with-station", station, {**add, 1: 3}, shape),
        ("agent-of-other-key", OPERATOR.id.hex(), {1: 3, 2: STATION.item},
         "the subject is not the id of the key added"),
        ("action-4", station, {1: 4}, "CBOR at byte 2: number is larger than 3"),
        ("field-4", station, {1: 2, 4: 0}, "unknown field 4 in an enrolment"),
        ("subject-upper-case", station.upper(), {1: 2},
         f"the subject is not a key id: '{station.upper()}'"),
    ):
        yield "enrolment-" + name, "enrolment", sub, payload, why
    change = "a log key statement is add (0, key) or retire (1)"
    for name, sub, payload, why in (
        ("empty", station, {}, change),
        ("add-of-other-key", OPERATOR.id.hex(), {1: 0, 2: STATION.item},
         "the subject is not the id of the key added"),
        ("add-without-key", station, {1: 0}, change),
        ("add-of-es256", ELEMENT.id.hex(), {1: 0, 2: ELEMENT.item},
         "checkpoints are signed with Ed25519"),
        ("retire-with-key", station, {1: 1, 2: STATION.item}, change),
        ("action-2", station, {1: 2}, "CBOR at byte 2: number is larger than 1"),
        ("field-3", station, {1: 1, 3: 0}, "unknown field 3 in a log key statement"),
    ):
        yield "log-key-" + name, "log-key", sub, payload, why
    yield "phase-setup", "phase", "setup", {}, "unknown phase 'setup'"
    yield ("phase-with-field", "phase", "counting-open", {1: 0},
           "CBOR at byte 0: 1 items are more than the 0 allowed")
    lacks = "the figures lack registered voters (1), voters admitted (3) or channels (7)"
    order = "the channels of a record are not in ascending order"
    for name, payload, why in (
        ("payload-empty", Raw(), "CBOR at byte 0: a map is missing"),
        ("payload-of-time-mark", {}, lacks),
        ("no-registered-voters", without(PLAIN, 1), lacks),
        ("no-voters-admitted", without(PLAIN, 3), lacks),
        ("no-channels", without(PLAIN, 7), lacks),
        ("channels-empty", {**PLAIN, 7: []}, lacks),
        ("five-channels", {**PLAIN, 7: [channel(index=i) for i in range(5)]},
         "CBOR at byte 10: 5 items are more than the 4 allowed"),
        ("channel-4", {**PLAIN, 7: [channel(index=4)]}, "CBOR at byte 12: number is larger than 3"),
        ("channels-descending", {**PLAIN, 7: [channel(index=1), channel()]}, order),
        ("channel-twice", {**PLAIN, 7: [channel(), channel()]}, order),
        ("channel-of-5-parts", {**PLAIN, 7: [channel()[1:]]},
         "CBOR at byte 11: array has 5 items instead of 6"),
        ("no-selection", {**PLAIN, 7: [channel(votes=[])]}, "a channel counts no selection"),
        ("1001-selections", {**PLAIN, 7: [channel(votes=[0] * 1001)]},
         "CBOR at byte 17: 1001 items are more than the 1000 allowed"),
        ("field-0", {**PLAIN, 0: 0}, "unknown field 0 in the figures"),
        ("field-8", {**PLAIN, 8: 0}, "unknown field 8 in the figures"),
        ("count-too-large", {**PLAIN, 1: COUNT + 1},
         f"CBOR at byte 2: number is larger than {COUNT}"),
        ("vote-too-large", {**PLAIN, 7: [channel(votes=[COUNT + 1])]},
         f"CBOR at byte 18: number is larger than {COUNT}"),
        ("count-of-64-bits", {**PLAIN, 1: (1 << 64) - 1},
         f"CBOR at byte 2: number is larger than {COUNT}"),
        ("count-negative", {**PLAIN, 1: -1},
         "CBOR at byte 2: a negative integer stands where an unsigned integer is expected"),
        ("count-float", {**PLAIN, 1: Raw(b"\xf9\x3c\x00")},
         "CBOR at byte 2: a float or simple value stands where an unsigned integer is expected"),
        ("count-text", {**PLAIN, 1: "1"},
         "CBOR at byte 2: a text string stands where an unsigned integer is expected"),
        ("count-null", {**PLAIN, 2: Raw(b"\xf6")},
         "CBOR at byte 6: null stands where an unsigned integer is expected"),
        ("count-not-shortest", {**PLAIN, 1: Raw(b"\x18\x05")},
         "CBOR at byte 2: number or length is not in its shortest form"),
        ("fields-out-of-order", Raw(b"\xa2\x03\x01\x01\x01"),
         "CBOR at byte 3: map key is out of order"),
        ("field-twice", Raw(b"\xa2\x01\x01\x01\x01"), "CBOR at byte 3: map key is repeated"),
        ("map-indefinite", Raw(b"\xbf\xff"), "CBOR at byte 0: length is indefinite"),
        ("trailing-byte", Raw(cbor(PLAIN) + b"\0"),
         "CBOR at byte 28: 1 bytes follow the end of the item"),
        ("cut-off", Raw(cbor(PLAIN)[:-1]), "CBOR at byte 26: head is cut off"),
    ):
        yield "tally-record-" + name, "tally-record", SUBJECT, payload, why
    for sub in ("mayor", "/0101", "mayor/", "mayor/0101/2", "mayor//0101"):
        yield (f"tally-record-subject {sub}", "tally-record", sub, PLAIN,
               f"the subject is not contest/station: '{sub}'")
    whole = "a replacement, and nothing else, gives complete new figures (3)"
    partial = "the decision lacks its target (1) or what it decides (2)"
    for name, payload, why in (
        ("no-target", {2: 1}, partial),
        ("no-code", {1: TARGET}, partial),
        ("code-3", {1: TARGET, 2: 3}, "CBOR at byte 37: number is larger than 2"),
        ("target-of-31-bytes", {1: short, 2: 1},
         "CBOR at byte 2: byte string has 31 bytes instead of 32"),
        ("replace-without-figures", {1: TARGET, 2: 0}, whole),
        ("adopt-with-figures", {1: TARGET, 2: 1, 3: PLAIN}, whole),
        ("annul-with-figures", {1: TARGET, 2: 2, 3: PLAIN}, whole),
        ("field-4", {1: TARGET, 2: 1, 4: 0}, "unknown field 4 in the decision"),
    ):
        yield "ruling-" + name, "ruling", SUBJECT, payload, why
    yield ("corrigendum-annul", "corrigendum", SUBJECT, {1: TARGET, 2: 2},
           "a corrigendum cannot annul; only a ruling can")
    for sub in ("01", "-1", "+1", "1.0", " 1", "253402300800", "9999999999999999999"):
        yield (f"time-mark-subject {sub}", "time-mark", sub, {},
               f"the subject is not a number up to 253402300799: '{sub}'")
    yield "time-mark-field-2", "time-mark", "1", {2: ROOT}, "unknown field 2 in a time-mark"
    yield ("time-mark-manifest-of-31-bytes", "time-mark", "1", {1: short},
           "CBOR at byte 2: byte string has 31 bytes instead of 32")
    numbers = "a bulletin lacks its number, log size, as-of or rules"
    digests = "a bulletin lacks its root or its index digest"
    for name, sub, payload, why in (
        ("0", "0", BULLETIN, numbers),
        ("1000001", "1000001", BULLETIN, "the subject is not a number up to 1000000: '1000001'"),
        ("log-size-0", "1", {**BULLETIN, 1: 0}, numbers),
        ("log-size-too-large", "1", {**BULLETIN, 1: (1 << 40) + 1},
         "CBOR at byte 2: number is larger than 1099511627776"),
        ("without-log-size", "1", without(BULLETIN, 1), numbers),
        ("without-root", "1", without(BULLETIN, 2), digests),
        ("without-as-of", "1", without(BULLETIN, 3), numbers),
        ("without-rules", "1", without(BULLETIN, 4), numbers),
        ("without-index", "1", without(BULLETIN, 5), digests),
        ("field-6", "1", {**without(BULLETIN, 5), 6: 0}, "unknown field 6 in a bulletin"),
    ):
        yield "bulletin-" + name, "bulletin", sub, payload, why
    yield from invalid_incidents()
    yield from invalid_openings_and_copies()
    for kind in ("lot-draw", "tally"):
        yield f"kind {kind}", kind, SUBJECT, PLAIN, f"unknown kind of statement '{kind}'"


def invalid_openings_and_copies():
    lacks = "an opening lacks its build (1) or its package (2)"
    for name, sub, payload, why in (
        ("empty", "0101", {}, lacks),
        ("without-build", "0101", {2: ROOT}, lacks),
        ("without-package", "0101", {1: ROOT}, lacks),
        ("field-0", "0101", {0: ROOT, 1: ROOT}, "unknown field 0 in an opening"),
        ("field-3", "0101", {1: ROOT, 3: ROOT}, "unknown field 3 in an opening"),
        ("with-figures", "0101", {1: ROOT, 2: ROOT, 3: PLAIN},
         "CBOR at byte 0: 3 items are more than the 2 allowed"),
        ("build-of-31-bytes", "0101", {1: ROOT[:31], 2: ROOT},
         "CBOR at byte 2: byte string has 31 bytes instead of 32"),
        ("subject mayor/0101", SUBJECT, {1: ROOT, 2: ROOT}, "not a code: 'mayor/0101'"),
    ):
        yield "opening-" + name, "opening", sub, payload, why
    record = envelope("tally-record", SUBJECT, PLAIN, STATION, bytes(16))
    elsewhere = envelope("tally-record", "mayor/0102", PLAIN, STATION, bytes(16))
    copied = envelope("witness-copy", SUBJECT, {2: record}, AGENT, bytes(16))
    for name, payload, why in (
        ("empty", {}, "a copy has figures (1) or a statement (2)"),
        ("field-0", {0: PLAIN}, "unknown field 0 in a copy"),
        ("field-3", {3: PLAIN}, "unknown field 3 in a copy"),
        ("with-both", {1: PLAIN, 2: record}, "CBOR at byte 0: 2 items are more than the 1 allowed"),
        ("figures-without-channels", {1: without(PLAIN, 7)},
         "the figures lack registered voters (1), voters admitted (3) or channels (7)"),
        ("statement-of-another-station", {2: elsewhere},
         "the statement on the copy is about mayor/0102, not mayor/0101"),
        ("of-a-copy", {2: copied}, "the statement on the copy is not a tally record"),
        ("of-bytes", {2: b""}, "CBOR at byte 0: a tag is missing"),
        ("of-16001-bytes", {2: bytes(16_001)},
         "CBOR at byte 2: length 16001 is more than the 16000 bytes allowed"),
    ):
        yield "witness-copy-" + name, "witness-copy", SUBJECT, payload, why
    yield ("witness-copy-subject mayor", "witness-copy", "mayor", {1: PLAIN},
           "the subject is not contest/station: 'mayor'")


def invalid_incidents():
    lacks, whole = "an incident lacks one of its fields 1 to 8", "intake/stations/1770000000"
    span = "not a window: 1770000000 to "
    for name, payload, why in (
        ("empty", {}, lacks),
        ("without-unit", without(INCIDENT, 1), lacks),
        ("without-counters-with-text", {**without(INCIDENT, 8), 9: ROOT}, lacks),
        ("field-0", {**without(INCIDENT, 6), 0: 0}, "unknown field 0 in an incident"),
        ("field-10", {**INCIDENT, 10: ROOT}, "unknown field 10 in an incident"),
        ("ten-fields", {**INCIDENT, 9: ROOT, 10: 0},
         "CBOR at byte 0: 10 items are more than the 9 allowed"),
        ("unit-unknown", {**INCIDENT, 1: "attacks"}, "unknown unit 'attacks'"),
        ("ends-before-it-begins", {**INCIDENT, 2: 1_769_999_999}, span + "1769999999"),
        ("longer-than-31-days", {**INCIDENT, 2: 1_772_678_400}, span + "1772678400"),
        ("no-second-counted", {**INCIDENT, 3: 0}, "0 seconds are counted of a window of 10"),
        ("more-seconds-than-window", {**INCIDENT, 3: 11},
         "11 seconds are counted of a window of 10"),
        ("four-numbers", {**INCIDENT, 4: [9, 1, 7, 7]},
         "CBOR at byte 28: array has 4 items instead of 5"),
        ("percentiles-descend", {**INCIDENT, 4: [9, 1, 7, 6, 7]},
         "percentiles do not ascend: 1, 7, 6, 7"),
        ("count-too-large", {**INCIDENT, 4: [9, 1, 7, 7, COUNT + 1]},
         f"CBOR at byte 33: number is larger than {COUNT}"),
        ("sum-below-max", {**INCIDENT, 4: [6, 1, 7, 7, 7]}, "seconds with up to 7 add up to 6"),
        ("sum-no-counts-have", {**INCIDENT, 4: [8, 1, 7, 7, 7]},
         "no 4 seconds have these figures: [8, 1, 7, 7, 7]"),
        ("sum-more-than-counts-have", {**INCIDENT, 4: [17, 1, 7, 7, 7]},
         "no 4 seconds have these figures: [17, 1, 7, 7, 7]"),
        ("p99-is-not-max-of-4-seconds", {**INCIDENT, 4: [14, 1, 6, 6, 7]},
         "no 4 seconds have these figures: [14, 1, 6, 6, 7]"),
        ("reasons-do-not-add-up", {**INCIDENT, 4: [10, 1, 7, 7, 7]},
         "10 refused, and 9 for all reasons"),
        ("reason-with-nothing", {**INCIDENT, 5: {**INCIDENT[5], "size": [0] * 5}},
         "nothing was refused as size"),
        ("reason-no-counts-have", {**INCIDENT, 5: {"slow": [9, 0, 0, 0, 9]}},
         "no 4 seconds have these figures: [9, 0, 0, 0, 9]"),
        ("reason-in-capitals", {**INCIDENT, 5: {"Slow": [9, 1, 7, 7, 7]}}, "not a reason: 'Slow'"),
        ("reason-empty", {**INCIDENT, 5: {"": [9, 1, 7, 7, 7]}}, "not a reason: ''"),
        ("reason-of-25-letters", {**INCIDENT, 5: {"a" * 25: [9, 1, 7, 7, 7]}},
         f"not a reason: '{'a' * 25}'"),
        ("33-reasons", {**INCIDENT, 5: {f"a{i}": [1, 0, 1, 1, 1] for i in range(33)}},
         "CBOR at byte 35: 33 items are more than the 32 allowed"),
        ("accepted-too-large", {**INCIDENT, 6: COUNT + 1},
         f"CBOR at byte 61: number is larger than {COUNT}"),
        ("text-instead-of-digest", {**INCIDENT, 9: "a text"},
         "CBOR at byte 102: a text string stands where a byte string is expected"),
    ):
        yield "incident-" + name, "incident", whole, payload, why
    for sub, why in (
        ("1770000000", "the subject is not vantage/second: '1770000000'"),
        ("intake/", "the subject is not a number up to 253402300799: ''"),
        ("intake/01", "the subject is not a number up to 253402300799: '01'"),
        ("/1770000000", "not a vantage point: ''"),
        ("intake//1770000000", "not a vantage point: 'intake/'"),
        ("the intake/1770000000", "not a vantage point: 'the intake'"),
        ("a" * 41 + "/1770000000", f"not a vantage point: '{'a' * 41}'"),
    ):
        yield f"incident-subject {sub}", "incident", sub, INCIDENT, why


SIGNERS = {"tally-record": STATION, "ruling": COURT, "time-mark": OPERATOR, "bulletin": OPERATOR,
           "incident": OPERATOR, "opening": STATION, "witness-copy": AGENT}


def all_others(issuer):
    for name, typ, sub, payload, why in invalid_payloads():
        key = SIGNERS.get(typ, AUTHORITY)
        statement = envelope(typ, sub, payload, key, None if typ == "election" else issuer)
        line(name, "malformed", why, statement, key)
    record = envelope("tally-record", SUBJECT, PLAIN, STATION, issuer)
    wide, _ = figures([[i, 1, 0, 0, 1, [COUNT] * 1000] for i in range(4)])
    large = envelope("tally-record", SUBJECT, wide, STATION, issuer)
    line("too-large", "malformed", f"statement has {len(large)} bytes, more than 16384", large,
         STATION)
    line("tag-17", "malformed", "CBOR at byte 0: tag is 17 instead of 18",
         b"\xd1" + record[1:], STATION)
    line("signed-by-another-key", "not-signed", "the key is not the one named", record, COURT)
    line("figures-changed", "not-signed", "a vote was added after signing",
         record[:-67] + bytes([record[-67] ^ 1]) + record[-66:], STATION)
    other = envelope("tally-record", SUBJECT, PLAIN, STATION, bytes(16))
    line("rehearsal-replayed", "other-election", "the issuer is not the election above", other,
         STATION)


all_others(all_valid())
text = "".join(json_line + "\n" for json_line in lines)
(pathlib.Path(__file__).parent / "statements.jsonl").write_text(text, encoding="utf-8")
