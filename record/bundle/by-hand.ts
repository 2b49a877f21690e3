/** What stands beside the record of a case, for whoever has nothing but the folder. */
export const byHand = (caseId: string): string => `The record of case ${caseId}
${'='.repeat(20 + caseId.length)}

entries.jsonl      the stream case/${caseId}: one line a decision, in canonical JSON (RFC 8785)
sent.jsonl         the stream sent/${caseId}: what came of its notices, by who sent them
stamp-keys.jsonl   lines of the stream "house" that say which keys (Ed25519) the API stamped commands with, and when
texts/             the words of people that the entries name, each by the SHA-256 of its file
erasures.jsonl     the stream "erasures": which texts were erased, and by whose decision; absent: none
objects/           the plans and directories that the entries name, by their SHA-256
manifest.json      the SHA-256 of every file here

With the program:

  holdfire audit verify THIS-FOLDER

It works offline, and says step by step what it checked and what is wrong, where.

By hand, with any tools:

1. sha256sum of every file is what manifest.json says.
2. Of entries.jsonl, sent.jsonl and erasures.jsonl: "seq" counts 1, 2, 3 …; "prev" is the SHA-256 of the line before, without its
   newline, and 64 zeros in the first line. Each line is its own canonical form.
3. The SHA-256 of objects/HASH.json and of texts/HASH.json is HASH. "beside" of an entry names texts by the place in its
   body, where the line holds null: put "text" of the file there before you read on. A text that is missing was erased if
   an entry "erasure-decided" in erasures.jsonl names its hash; else it was taken away. With a text its stamp is erased.
4. "body.cause.stamp" of a command is an Ed25519 signature, base64, over the canonical JSON of
   {workflowId, commandId, actor, acceptedAt, bodyHash}: workflowId stands in "body.temporal", bodyHash is the SHA-256
   of the canonical JSON of "body.cause.body". The key is in stamp-keys.jsonl and was in force at acceptedAt. Only what
   a case gives to itself has none: noticeOutcomes, noteCancel, noteForeign, notePattern, noteWeakened,
   beginCorrections, by an actor without an office.
5. "body.events" follow from the commands and the plan. The rules are in the plan (objects/) and in the program; each
   event says under "because" which clause it follows from.

What this folder alone cannot show: that its end was not cut off; that the keys in stamp-keys.jsonl are the API's (ask
those who published their ids, and name them: --stamp-keys); what came of notices, which their senders say; and of a case
of the first release, who sent what. Ask whoever was told: the notice that a case has closed names the hash of its last
entry.
`;
