/** One case of a whole product, told as a timeline: what people did at "+h:mm", and who was told what. */
import { gunzipSync } from 'node:zlib';
import type { CaseDocument, NoticeRow } from '../../api/cases/case.schema.js';
import type { ParsedMail } from 'mailparser';
import type { ApiAnswer } from '../../exercise/api-client.js';
import { bundleIn } from '../../record/bundle/read-bundle.js';
import { filesInTar } from '../../record/bundle/tar.js';
import { verifyBundle } from '../../record/verify/verify-bundle.js';
import type { Product } from './product.js';

/** Real time that a server needs to write down what virtual time has brought. */
const SETTLING_MS = 90_000;
const LOOK_EVERY_MS = 25;

/** The offices that speak for the members of the coalition. */
export const MEMBERS = [
  'gb-mod',
  'no-mod',
  'is-mfa',
  'tr-mod',
  'fr-mod',
  'de-mod',
  'it-mod',
  'nl-mod',
  'pl-mod',
  'ro-mod',
].map((organisation) => `${organisation}-duty`);

export class CaseStory {
  private constructor(
    private readonly product: Product,
    readonly caseId: string,
  ) {}

  /** Who reads on behalf of the test; the reporter's own office where nobody else is there. */
  private get reader(): string {
    const watch = this.product.offices.find(({ groups }) => groups.includes('watch'));
    return watch?.id ?? 'alert-network-feed';
  }

  /** A credible report by the alert network, accepted at `accepted`. */
  static async open(
    product: Product,
    accepted = '+0:10',
    report: { sector?: string; occurred?: string } = {},
  ): Promise<CaseStory> {
    await product.waitUntil(accepted);
    const reporter = 'alert-network-feed';
    const reporting = product.as(reporter).post('/reports', {
      source: 'feed',
      sourceReportId: `first-${report.sector ?? 'UA-23'}`,
      occurredAt: product.at(report.occurred ?? '+0:00'),
      place: { sector: report.sector ?? 'UA-23', description: 'Huliaipole' },
      kind: 'shelling',
      description: 'Shelling of the line of contact.',
      standing: 'credible',
    });
    const { status, body } = await product.known(reporter, reporting);
    if (status !== 201 && status !== 200) throw new Error(`The report was answered ${status}: ${JSON.stringify(body)}`);
    return new CaseStory(product, (body as { caseId: string }).caseId);
  }

  /** Another credible violation of the sector, by the watch. */
  async reports(
    when: string,
    occurred: string,
    id = `${when} ${occurred}`,
    kind = 'drone-strike',
  ): Promise<Record<string, unknown>> {
    await this.until(when);
    const reporter = 'watch-kyiv-duty';
    const reporting = this.product.as(reporter).post('/reports', {
      source: 'log',
      sourceReportId: id,
      occurredAt: this.product.at(occurred),
      place: { sector: (await this.read()).sector },
      kind,
      description: 'Seen from the road.',
    });
    const { status, body } = await this.product.known(reporter, reporting);
    if (status !== 201 && status !== 200) throw new Error(`The report was answered ${status}: ${JSON.stringify(body)}`);
    await this.settled();
    return body as Record<string, unknown>;
  }

  /** Another case of the same product. */
  async other(caseId: string): Promise<CaseStory> {
    const story = new CaseStory(this.product, caseId);
    await story.settled();
    return story;
  }

  /** Lets time pass. */
  async until(when: string): Promise<void> {
    await this.settled();
    await this.product.waitUntil(when);
    await this.settled();
  }

  /** Lets time pass, then an office POSTs; `path` is below the case. */
  async at(when: string, office: string, path: string, body: object): Promise<ApiAnswer> {
    await this.until(when);
    const asking = this.product.as(office).post(`/cases/${this.caseId}/${path}`, body);
    const answer = await this.product.known(office, asking);
    await this.settled();
    return answer;
  }

  /** As {@link at}; whatever is not 200 or 201 ends the test. */
  async done(when: string, office: string, path: string, body: object): Promise<Record<string, unknown>> {
    const { status, body: said } = await this.at(when, office, path, body);
    if (status !== 200 && status !== 201) throw new Error(`${office} ${path}: ${status} ${JSON.stringify(said)}`);
    return said as Record<string, unknown>;
  }

  /** The usual course: all acknowledge, verified by the watch at +2:00, D1 met at +13:00, D2 "none required" at +14:00. */
  async usualCourse(): Promise<void> {
    await this.everybodyAcknowledges('+0:15');
    await this.verifies('+2:00');
    await this.completes('+13:00', 'ua-mfa-duty', 'D1', 'Warning handed over.');
    await this.completes('+14:00', 'ua-general-staff-duty', 'D2', 'None required.');
  }

  /** The usual course of phase 2: all acknowledge, D4 met at +25:00, D5 by every member at +26:00. */
  async coalitionMeets(): Promise<void> {
    await this.everybodyAcknowledges('+24:05');
    await this.completes('+25:00', 'no-mod-duty', 'D4', 'Convened.');
    for (const office of MEMBERS) await this.completes('+26:00', office, 'D5', 'Position recorded.');
  }

  async verifies(when: string): Promise<void> {
    await this.done(when, 'watch-kyiv-duty', 'violations/v1/standing', { standing: 'verified', text: 'Seen.' });
  }

  async completes(when: string, office: string, dutyId: string, text: string, reason?: string): Promise<void> {
    const body = { performedAt: this.product.at(when), text, ...(reason === undefined ? {} : { reason }) };
    await this.done(when, office, `duties/${dutyId}/completions`, body);
  }

  async proposes(when: string, office: string, act: string, text: string): Promise<{ id: string; textHash: string }> {
    const { proposalId, textHash } = await this.done(when, office, 'proposals', { act, text });
    return { id: String(proposalId), textHash: String(textHash) };
  }

  async signs(when: string, office: string, { id, textHash }: { id: string; textHash: string }): Promise<ApiAnswer> {
    return await this.at(when, office, `proposals/${id}/signatures`, { textHash });
  }

  /** Every organisation that is asked for an acknowledgement gives it. */
  async everybodyAcknowledges(when: string): Promise<void> {
    await this.until(when);
    const { awaiting } = await this.read();
    for (const organisation of awaiting) {
      const office = this.product.offices.find((one) => one.organisation === organisation);
      if (!office) throw new Error(`Nobody speaks for ${organisation}.`);
      const asking = this.product.as(office.id).post(`/cases/${this.caseId}/acknowledgements`, {});
      const { status, body } = await this.product.known(office.id, asking);
      if (status !== 201 && status !== 200)
        throw new Error(`${office.id} could not acknowledge: ${status} ${JSON.stringify(body)}`);
    }
    await this.settled();
  }

  async read(): Promise<CaseDocument> {
    const { status, body } = await this.product.as(this.reader).get(`/cases/${this.caseId}`);
    if (status !== 200) throw new Error(`The case could not be read: ${status} ${JSON.stringify(body)}`);
    return body as CaseDocument;
  }

  /** What the case answers to "why", sentence by sentence. */
  async why(what?: string): Promise<string[]> {
    const query = what === undefined ? '' : `?what=${encodeURIComponent(what)}`;
    const { status, body } = await this.product.as(this.reader).get(`/cases/${this.caseId}/why${query}`);
    if (status !== 200) throw new Error(`No answer to why ${what ?? ''}: ${status} ${JSON.stringify(body)}`);
    return (body as { sentences: { says: string }[] }).sentences.map(({ says }) => says);
  }

  async notices(): Promise<NoticeRow[]> {
    const { body } = await this.product.as(this.reader).get(`/cases/${this.caseId}/notices`);
    return (body as { notices: NoticeRow[] }).notices;
  }

  /**
   * Every notice of the case, one line for what was told at once: `+12:00 duty-approaching: ukraine-diplomatic`.
   * Whole groups by their name, other offices by their id.
   */
  async told(): Promise<string[]> {
    const lines = new Map<string, string[]>();
    for (const { madeAt, topic, office } of await this.notices()) {
      const line = `${this.product.offset(madeAt)} ${topic}`;
      lines.set(line, [...(lines.get(line) ?? []), office]);
    }
    return [...lines].map(([line, offices]) => `${line}: ${this.groups(offices).join(', ')}`);
  }

  /** Waits, in real time, for a flag that comes by itself, and for what follows from it. */
  async flagged(flag: string): Promise<void> {
    await this.becomes(`flagged ${flag}`, ({ flags }) => flags.includes(flag));
  }

  /** Waits for what another case, the agreement or house-keeping brings about. */
  async becomes(what: string, is: (document: CaseDocument) => boolean): Promise<void> {
    const until = Date.now() + 2 * SETTLING_MS;
    while (!is(await this.read())) {
      if (Date.now() > until) throw new Error(`Case ${this.caseId} did not become ${what}.`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    await this.settled();
  }

  /** Mails to whom it may concern that say `words`. */
  async mailsThatSay(words: RegExp): Promise<ParsedMail[]> {
    return (await this.product.keptMails()).filter(({ text = '' }) => words.test(text));
  }

  /** Mails in the sink that no notice of the record explains, and notices by mail without a mail. */
  async unexplained(): Promise<string[]> {
    const mails = await this.product.keptMails();
    const kept = mails.map(({ messageId = '' }) => /^<(.+)@/.exec(messageId)?.[1] ?? messageId);
    const rows = (await this.notices()).filter(
      ({ channel, outcome }) => channel === 'email' && outcome === 'handed-over',
    );
    const expected = new Set(rows.map(({ messageId }) => messageId));
    const announced = await this.product.announced();
    const explained = (id: string): boolean =>
      expected.has(id) || announced.some((notice) => id.startsWith(`${notice}.`));
    const strange = kept.filter((id) => !explained(id)).map((id) => `a mail ${id} without a notice`);
    const twice = kept.filter((id, index) => kept.indexOf(id) !== index).map((id) => `mail ${id} twice`);
    const missing = [...expected].filter((id) => !kept.includes(id)).map((id) => `no mail ${id}`);
    return [...strange, ...twice, ...missing];
  }

  private groups(offices: readonly string[]): string[] {
    const all = this.product.offices;
    const names = [...new Set(all.flatMap(({ groups }) => groups))];
    const whole = names.filter((group) =>
      all.filter(({ groups }) => groups.includes(group)).every(({ id }) => offices.includes(id)),
    );
    const named = new Set(all.filter(({ groups }) => groups.some((one) => whole.includes(one))).map(({ id }) => id));
    const others = offices.filter((office) => !named.has(office));
    return [...whole, ...new Set(others)].sort();
  }

  /** What an auditor would find wrong with its bundle. */
  async faultsOfRecord(): Promise<string[]> {
    const path = `/cases/${this.caseId}/record`;
    const { status, content, body } = await this.product
      .as(this.reader)
      .download(path, 'application/gzip', { format: 'tar.gz' });
    if (!content) throw new Error(`The record was answered ${status}: ${JSON.stringify(body)}`);
    const { files, faults } = filesInTar(gunzipSync(content));
    const steps = verifyBundle(bundleIn(files));
    return [
      ...faults,
      ...steps.flatMap((one) => one.faults.map(({ where, says }) => `${one.step}: ${where}: ${says}`)),
    ];
  }

  /** Waits, in real time, until every notice has its outcome and nothing more is written. */
  private async settled(): Promise<void> {
    const until = Date.now() + SETTLING_MS;
    let before = -1;
    for (;;) {
      const { seq } = await this.read();
      const pending = (await this.notices()).some(({ outcome }) => outcome === 'pending');
      if (!pending && seq === before) return;
      if (Date.now() > until)
        throw new Error(`Case ${this.caseId} did not come to rest: entry ${seq}, pending ${pending}.`);
      before = seq;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}
