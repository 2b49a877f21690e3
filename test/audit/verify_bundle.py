"""Checks a bundle of a case: written from record/FORMAT.md alone, with nothing but Python's standard library.

A second opinion, in another language and by other code: manifest, chain, texts, stamps, inclusion and the checkpoint's
signature. `python3 verify_bundle.py FOLDER`; exit code 0 when nothing is wrong, 1 when something is.
"""

import base64
import hashlib
import json
import os
import sys
from datetime import datetime

# --- Ed25519 (RFC 8032, 5.1 and 6), verification only

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recovered_x(y, sign):
    if y >= P:
        return None
    squared = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if squared == 0:
        return None if sign else 0
    x = pow(squared, (P + 3) // 8, P)
    if (x * x - squared) % P != 0:
        x = x * ROOT % P
    if (x * x - squared) % P != 0:
        return None
    return P - x if (x & 1) != sign else x


def added(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return (e * f, g * h, f * g, e * h)


def times(scalar, point):
    total = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            total = added(total, point)
        point = added(point, point)
        scalar >>= 1
    return total


def same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_of(encoded):
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    x = recovered_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recovered_x(BASE_Y, 0), BASE_Y, 1, recovered_x(BASE_Y, 0) * BASE_Y % P)


def is_signed(public_key, message, signature):
    if len(public_key) != 32 or len(signature) != 64:
        return False
    a, r = point_of(public_key), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % Q
    return same(times(s, BASE), added(r, times(h, a)))


# --- Canonical JSON (RFC 8785)


def number_text(value):
    if isinstance(value, int) or value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    text = repr(value)
    if "e" not in text:
        return text
    digits, exponent = text.split("e")
    sign = "-" if exponent[0] == "-" else "+"
    return f"{digits}e{sign}{exponent.lstrip('+-').lstrip('0')}"


def canonical(value):
    if value is True:
        return "true"
    if value is False:
        return "false"
    if value is None:
        return "null"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\x7f")
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"


def sha256(data):
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode("utf-8"))


# --- The bundle

faults = []


def fault(step, where, says):
    faults.append(f"{step}: {where}: {says}")


class Bundle:
    def __init__(self, folder):
        self.files = {}
        for parent, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(parent, name)
                with open(path, "rb") as file:
                    self.files[os.path.relpath(path, folder).replace(os.sep, "/")] = file.read()
        self.case_id = json.loads(self.files["case.json"])["caseId"]

    def lines(self, name):
        text = self.files.get(name, b"").decode("utf-8", "replace")
        return [line for line in text.split("\n") if line]


def check_manifest(bundle):
    listed = json.loads(bundle.files["manifest.json"])["files"]
    for name in bundle.files:
        if name != "manifest.json" and name not in listed:
            fault("manifest", name, "is not named")
    for name, digest in listed.items():
        if name not in bundle.files:
            fault("manifest", name, "is missing")
        elif sha256(bundle.files[name]).hexdigest() != digest:
            fault("manifest", name, "is another file")
    return f"{len(listed)} files"


def check_chain(bundle):
    count = 0
    for stream, name in whole_streams(bundle):
        prev = "0" * 64
        for index, line in enumerate(bundle.lines(name)):
            where = f"{stream}, entry {index + 1}"
            try:
                entry = json.loads(line)
                if canonical(entry) != line:
                    fault("chain", where, "is not canonical")
                if (entry["stream"], entry["seq"], entry["prev"]) != (stream, index + 1, prev):
                    fault("chain", where, "does not follow")
            except (ValueError, KeyError) as error:
                fault("chain", where, f"is no entry ({error})")
            prev = sha256(line).hexdigest()
            count += 1
    return f"{count} lines"


def whole_streams(bundle):
    return [
        (f"case/{bundle.case_id}", "entries.jsonl"),
        (f"sent/{bundle.case_id}", "sent.jsonl"),
        (f"histories/{bundle.case_id}", "histories.jsonl"),
        ("erasures", "erasures.jsonl"),
        ("seal-keys", "seal-keys.jsonl"),
    ]


def with_texts(bundle):
    """The entries of the case with their texts in their places, and of each the places that were erased."""
    texts = {sha256(line).hexdigest(): json.loads(line)["text"] for line in bundle.lines("texts.jsonl")}
    decided = set()
    for line in bundle.lines("erasures.jsonl"):
        body = json.loads(line)["body"]
        if body["type"] == "erasure-decided":
            decided.update((text["stream"], text["hash"]) for text in body["texts"])
    for line in bundle.lines("entries.jsonl"):
        entry = json.loads(line)
        erased = []
        for pointer, digest in entry.get("beside", {}).items():
            if digest in texts:
                put(entry["body"], pointer, texts[digest])
                continue
            erased.append(pointer)
            put(entry["body"], pointer, "[erased]")
            if (entry["stream"], digest) not in decided:
                fault("texts", f"{entry['stream']}, entry {entry['seq']}", f"its text at {pointer} is missing")
        yield entry, erased


def put(body, pointer, text):
    *path, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    for part in path:
        body = body[int(part)] if isinstance(body, list) else body[part]
    if isinstance(body, list):
        body[int(last)] = text
    else:
        body[last] = text


OWN = ["noticeOutcomes", "noteCancel", "noteForeign", "notePattern", "noteWeakened", "beginCorrections"]


def check_stamps(bundle):
    keys = {}
    for line in bundle.lines("stamp-keys.jsonl"):
        body = json.loads(line)["body"]
        pem = body["publicKey"].strip().split("\n")
        der = base64.b64decode("".join(pem[1:-1]))
        if sha256(der).hexdigest() != body["keyId"]:
            fault("stamps", "stamp-keys.jsonl", "a key is not what its id says")
        entry = keys.setdefault((body["keyId"], body["from"]), {"raw": der[-32:], "from": body["from"]})
        if "to" in body and "to" not in entry:
            entry["to"] = body["to"]
    checked = 0
    for entry, erased in with_texts(bundle):
        body, cause = entry["body"], entry["body"]["cause"]
        where = f"{entry['stream']}, entry {entry['seq']}"
        if cause["kind"] != "command" or 2 not in body["behaviours"]:
            continue
        if "stamp" not in cause and cause["command"] in OWN and cause["actor"]["means"] == "system":
            if cause["actor"]["office"] != "":
                fault("stamps", where, "an office's command without a stamp")
            continue
        if any(pointer.startswith("/cause/") for pointer in erased):
            continue
        checked += 1
        text = canonical(
            {
                "workflowId": body["temporal"]["workflowId"],
                "commandId": cause["commandId"],
                "actor": cause["actor"],
                "acceptedAt": cause["acceptedAt"],
                "bodyHash": sha256(canonical(cause["body"])).hexdigest(),
            }
        ).encode("utf-8")
        signature = base64.b64decode(cause.get("stamp", ""))
        good = [key for key in keys.values() if is_signed(key["raw"], text, signature)]
        if not good:
            fault("stamps", where, "its stamp is no key's over these words")
        elif not any(in_force(key, cause["acceptedAt"]) for key in good):
            fault("stamps", where, "its stamp is by a key that was not in force")
    return f"{checked} stamps"


def seconds(instant):
    return datetime.fromisoformat(instant.replace("Z", "+00:00")).timestamp()


def in_force(key, instant):
    at = seconds(instant)
    return at >= seconds(key["from"]) - 2 and ("to" not in key or at <= seconds(key["to"]) + 2)


def check_seal(bundle):
    if "seal/proof.json" not in bundle.files:
        return "no seal"
    proof = json.loads(bundle.files["seal/proof.json"])
    text, _, signatures = proof["checkpoint"].rpartition("\n\n")
    text += "\n"
    origin, size, root = text.split("\n")[:3]
    size, root = int(size), base64.b64decode(root)
    names = dict(whole_streams(bundle))
    leaves, last, keys = {}, {}, []
    for run in proof["runs"]:
        stream, seq = run["stream"], run["seq"]
        if seq != last.get(stream, 0) + 1:
            fault("seal", stream, f"what stands before entry {seq} is left out")
        last[stream] = seq + run["count"] - 1
        lines = bundle.lines(names[stream])
        for place in range(run["count"]):
            if seq + place > len(lines):
                fault("seal", stream, f"entry {seq + place} is in the log and missing here")
                return "not whole"
            line = lines[seq + place - 1]
            leaf = canonical({"hash": sha256(line).hexdigest(), "seq": seq + place, "stream": stream})
            leaves[run["index"] + place] = sha256(b"\0" + leaf.encode("utf-8")).digest()
            if stream == "seal-keys":
                body = json.loads(line)["body"]
                if body["type"] == "seal-key":
                    keys.append({"key": body["key"], "from": run["index"] + place})
                else:
                    for key in keys:
                        if key["key"] == body["key"] and "to" not in key:
                            key["to"] = run["index"] + place
    hashes = [bytes.fromhex(one) for one in proof["hashes"]]
    computed = over(0, size, sorted(leaves), leaves, hashes)
    if computed != root or hashes:
        fault("seal", "seal/proof.json", "the lines are not the leaves of this log")
    allowed = [key["key"] for key in keys if key["from"] < size and key.get("to", size) >= size]
    signers = [key for key in allowed if any(signed_by(key, origin, text, line) for line in signatures.splitlines())]
    if not signers:
        fault("seal", "seal/proof.json", "no key in force signed the checkpoint")
    return f"{len(leaves)} of {size} leaves, signed by {', '.join(key.split('+')[0] for key in signers)}"


def over(first, end, inside, leaves, hashes):
    """The node over the leaves from `first` to before `end`; takes what is needed beside from `hashes`."""
    if not inside:
        return hashes.pop(0) if hashes else b""
    if end - first == 1:
        return leaves[first]
    half = 1
    while half * 2 < end - first:
        half *= 2
    left = over(first, first + half, [index for index in inside if index < first + half], leaves, hashes)
    right = over(first + half, end, [index for index in inside if index >= first + half], leaves, hashes)
    return sha256(b"\1" + left + right).digest()


def signed_by(key, origin, text, line):
    name, key_id, encoded = key.split("+", 2)
    raw = base64.b64decode(encoded)
    if raw[0] != 1 or sha256(name.encode() + b"\n" + raw).hexdigest()[:8] != key_id:
        return False
    dash, signer, signature = line.split(" ", 2)
    signature = base64.b64decode(signature)
    if dash != "\u2014" or signer != name or name != origin or signature[:4].hex() != key_id:
        return False
    return is_signed(raw[1:], text.encode("utf-8"), signature[4:])


def main(folder):
    bundle = Bundle(folder)
    steps = [("manifest", check_manifest), ("chain", check_chain), ("stamps", check_stamps), ("seal", check_seal)]
    for step, check in steps:
        before = len(faults)
        try:
            says = check(bundle)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            fault(step, folder, f"is not of the form of a bundle ({type(error).__name__}: {error})")
            says = ""
        print(f"{'ok   ' if len(faults) == before else 'WRONG'} {step}: {says}")
    for one in faults:
        print(one)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
