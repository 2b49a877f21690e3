/** What stands beside the record of a case, for whoever has nothing but the folder. */
export const byHand = (caseId: string): string => `The record of case ${caseId}
${'='.repeat(19 + caseId.length)}

entries.jsonl       the stream case/${caseId}: one line a decision, in canonical JSON (RFC 8785)
sent.jsonl          the stream sent/${caseId}: what came of its notices, by who sent them
histories.jsonl     the stream histories/${caseId}: which of Temporal's histories are on record, by their SHA-256
stamp-keys.jsonl    lines of the stream "house": which keys (Ed25519) the API stamped commands with, and when
house.jsonl         other lines of "house" about this case: disturbances, recoveries, checks of this bundle
workers.jsonl       lines of "workers": starts of the programs that may have run it, with their build
publications.jsonl  lines of "publications": how its plans came into force
texts.jsonl         the words of people that the entries name, each by the SHA-256 of its line
erasures.jsonl      the stream "erasures": which texts were erased, and by whose decision
seal-keys.jsonl     the stream "seal-keys": which keys sign checkpoints (where the record is sealed)
seal/               proof.json: where the lines stand in the log (RFC 6962), under which signed checkpoint (C2SP)
objects/            the plans and directories that the entries name, by their SHA-256; without addresses and keys
histories/          Temporal's histories, by their SHA-256: JSON, compressed by brotli (RFC 7932), payloads as text
messages/           HASH.json: the messages of one step as they were sent, with every answer; beside it each as a file
verify.mjs          the program that checks all of this: one file, needs Node 20 or later and nothing else
manifest.json       the SHA-256 of every file here

With the program that lies here, offline (read it first: it is text):

  node verify.mjs

It says step by step what it checked and what is wrong, where. Exit code 0: nothing is wrong.

By hand, with any tools:

1. sha256sum of every file is what manifest.json says.
2. Of entries.jsonl, sent.jsonl, histories.jsonl, erasures.jsonl and seal-keys.jsonl: "seq" counts 1, 2, 3 …; "prev" is the SHA-256 of
   the line before, without its newline, and 64 zeros in the first line. Each line is its own canonical form. Of the
   other .jsonl files each line is one of a stream of which not all is here.
3. The SHA-256 of objects/HASH.json and of messages/HASH.json is HASH. "beside" of an entry names texts by the place in
   its body, where the line holds null: put "text" of the line of texts.jsonl that has this SHA-256 there before you
   read on. A text that is missing was erased if an entry "erasure-decided" in erasures.jsonl names its hash; else it
   was taken away. With a text its stamp is erased.
4. "body.cause.stamp" of a command is an Ed25519 signature, base64, over the canonical JSON of
   {workflowId, commandId, actor, acceptedAt, bodyHash}: workflowId stands in "body.temporal", bodyHash is the SHA-256
   of the canonical JSON of "body.cause.body". The key is in stamp-keys.jsonl and was in force at acceptedAt. Only what
   a case gives to itself has none: noticeOutcomes, noteCancel, noteForeign, notePattern, noteWeakened,
   beginCorrections, by an actor without an office.
5. "body.events" follow from the commands and the plan. The rules are in the plan (objects/) and in the program; each
   event says under "because" which clause it follows from.
6. The "recipients" of each event "told" have a "noticeId"; what came of it stands in sent.jsonl.
7. A history with "data" in the place of "text" in each payload (base64 of the text), as canonical JSON, has the
   SHA-256 that is its name.
8. seal/proof.json: the checkpoint is a signed note (C2SP signed-note, tlog-checkpoint); the leaves are SHA-256 of a
   zero byte and the canonical JSON of {hash, seq, stream}, hash being that of the line; with "hashes", from left to
   right, they make the root (RFC 6962, 2.1).

What this folder alone cannot show: that the keys in stamp-keys.jsonl and seal-keys.jsonl are the installation's (ask
those who published their ids, and name them: --stamp-keys, --seal-key); without a seal that its end was not cut off;
what came of notices, which their senders say; and of a case of the first release, who sent what. Ask whoever was told:
the notice that a case has closed names the hash of its last entry.
`;
