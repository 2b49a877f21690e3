/**
 * Sees to it that what the record asks to be told outside of any running case is told: each entry starts a workflow of
 * its own name, once, and is marked as announced. A crash in between finds it again; Temporal lets it be sent once.
 */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { WorldSettings } from '../../config/config.js';
import { because } from '../../domain/case/because.js';
import type { Because } from '../../domain/case/because.js';
import type { Envelope, ReportBody } from '../../domain/case/commands.js';
import { officesOf } from '../../domain/directory/directory.js';
import type { CaseDirectory } from '../../domain/directory/directory.js';
import { eachChannelOf, peopleOf, recipientsOf } from '../../domain/notice/house-notice.js';
import type { HouseFacts, HouseNotice, HouseRecipient } from '../../domain/notice/house-notice.js';
import type { Publication, PublicationBody } from '../../domain/publication/publication.js';
import type { Entry } from '../../record/entry.js';
import { INTAKE } from '../../record/intake.js';
import type { Accepted } from '../../record/intake.js';
import { PUBLICATIONS } from '../../record/publications.js';
import type { PublicationLog } from '../../record/publications.js';
import { HOUSE_NOTICE, houseNoticeWorkflowId, TASK_QUEUE } from '../../workflows/messages.js';
import type { Log } from '../log/log.js';
import { HOUSE } from './house-entries.js';
import type { HouseBody } from './house-entries.js';
import type { HouseLog } from './house-log.js';

const EVERY_MS = 2000;
const START_DEADLINE_MS = 3000;
/** Waiting for Temporal; beyond it the oldest are in the record only, which the log says. */
const MOST_WAITING = 1000;

export interface AnnouncerOptions {
  settings: () => Pick<WorldSettings, 'agreement' | 'exercise' | 'planRef' | 'caseDirectory'>;
  /** Whether routine notices are held back now. */
  isHeld: () => boolean;
  client: Client;
  house: HouseLog;
  publications: PublicationLog;
  log: Log;
}

/** RULES 6: what a hold keeps back here; digests wait in their cases. */
const ROUTINE: readonly HouseFacts['topic'][] = ['plan-published'];

interface Told {
  /** Of the notice; it begins with the agreement in force when it was first seen. */
  id: string;
  facts: HouseFacts;
  why: Because;
  madeAt: string;
  /** The office that is tested. */
  about?: string;
}

export class Announcer {
  private readonly waiting = new Map<string, Told>();
  /** Announced before: streams are read one after the other, and the mark may come before what it marks. */
  private readonly announced = new Set<string>();
  private readonly timer: NodeJS.Timeout;
  private round: Promise<void> | undefined;

  constructor(private readonly options: AnnouncerOptions) {
    this.timer = setInterval(() => this.look(), EVERY_MS);
    this.timer.unref();
  }

  /** Folds an entry that the following delivered. */
  fold = (entry: Entry): void => {
    const id = `${this.options.settings().agreement}.${entry.stream}-${entry.seq}`;
    if (entry.stream === HOUSE) {
      const body = entry.body as HouseBody;
      if (body.type === 'announced') {
        this.announced.add(placeOf(body.noticeId));
        this.waiting.delete(placeOf(body.noticeId));
      }
      const told = ofHouse(body);
      if (told) this.keep(id, told);
    } else if (entry.stream === PUBLICATIONS) {
      const told = this.ofPublication(entry.body as PublicationBody);
      if (told) this.keep(id, told);
    } else if (entry.stream === INTAKE) {
      const told = ofReport(entry as Entry<Accepted>);
      if (told) this.keep(id, told);
    }
  };

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  /** A proposal that has ended since is still told: whoever hears of its end should have heard of it. */
  private ofPublication(body: PublicationBody): Omit<Told, 'id'> | undefined {
    if (body.type !== 'publication-proposed' && body.type !== 'publication-signed') return undefined;
    const one = this.options.publications.state.proposed[body.id];
    return one && ofPublication(one, body);
  }

  private keep(id: string, told: Omit<Told, 'id'>): void {
    if (this.announced.has(placeOf(id))) return;
    this.waiting.set(placeOf(id), { ...told, id });
    for (const oldest of this.waiting.keys()) {
      if (this.waiting.size <= MOST_WAITING) break;
      this.options.log.error(
        { noticeId: oldest },
        'Too many notices wait for Temporal; this one is in the record only',
      );
      this.waiting.delete(oldest);
    }
  }

  private look(): void {
    this.round ??= this.startAll()
      .catch((error: unknown) => this.options.log.warn({ err: error }, 'Notices wait for Temporal'))
      .finally(() => (this.round = undefined));
  }

  private async startAll(): Promise<void> {
    for (const [place, told] of this.waiting) {
      if (ROUTINE.includes(told.facts.topic) && this.options.isHeld()) continue;
      await this.start(this.noticeOf(told));
      this.waiting.delete(place);
      await this.options.house.enter({ type: 'announced', at: told.madeAt, noticeId: told.id });
    }
  }

  private async start(notice: HouseNotice): Promise<void> {
    const { client } = this.options;
    try {
      await client.connection.withDeadline(Date.now() + START_DEADLINE_MS, () =>
        client.workflow.start(HOUSE_NOTICE, {
          workflowId: houseNoticeWorkflowId(notice.id),
          taskQueue: TASK_QUEUE,
          args: [notice],
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          staticSummary: `${notice.exercise ? 'EXERCISE: ' : ''}${notice.facts.topic}`,
        }),
      );
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  private noticeOf({ id, facts, why, madeAt, about }: Told): HouseNotice {
    const { agreement, exercise, planRef: plan, caseDirectory } = this.options.settings();
    const to = recipients(caseDirectory, facts, about);
    return { id, agreement, exercise, madeAt, facts, because: why, plan, to };
  }
}

/** Where in the record it stands: the agreement changes with the next exercise, what was announced stays so. */
const placeOf = (noticeId: string): string => noticeId.slice(noticeId.lastIndexOf('.') + 1);

function recipients(directory: CaseDirectory, { topic }: HouseFacts, about: string | undefined): HouseRecipient[] {
  switch (topic) {
    case 'channel-test':
      return about === undefined ? [] : eachChannelOf(directory, about);
    case 'plan-published':
    case 'directory-published':
      return peopleOf(directory, Object.keys(directory.offices));
    case 'publication-proposed':
      return peopleOf(directory, [...new Set([...officesOf(directory, ['legal']), ...admins(directory)])]);
    // Who runs the machine, and who minds the clocks.
    case 'case-disturbed':
    case 'case-recovered':
      return peopleOf(directory, [...new Set([...admins(directory), ...officesOf(directory, ['watch'])])]);
    default:
      return recipientsOf(directory, ['watch', 'legal']);
  }
}

const admins = ({ offices }: CaseDirectory): string[] =>
  Object.entries(offices).flatMap(([id, { roles }]) => (roles.includes('admin') ? [id] : []));

function ofPublication(
  one: Publication,
  { type, by }: { type: PublicationBody['type']; by: { at: string } },
): Omit<Told, 'id'> {
  const { id, what, planId, version, hash, signatures, expiresAt } = one;
  const named = { version, hash, ...(planId === undefined ? {} : { planId }) };
  const offices = signatures.map(({ office }) => office);
  if (type === 'publication-proposed') {
    const why = because('RULES 6', 'A publication needs legal and an administrator.');
    const facts = { topic: type, id, by: offices[0] ?? '', expiresAt, ...named } as const;
    return { facts, why, madeAt: by.at };
  }
  const why = because('RULES 6', 'Legal and an administrator signed it.');
  const topic = what === 'plan' ? 'plan-published' : 'directory-published';
  return { facts: { topic, offices, at: by.at, ...named }, why, madeAt: by.at };
}

function ofHouse(body: HouseBody): Omit<Told, 'id'> | undefined {
  if (body.type === 'test-asked') {
    const why = because('RULES 7', 'Channels are tested before they are needed.');
    return { facts: { topic: 'channel-test', by: body.office, at: body.at }, why, madeAt: body.at, about: body.of };
  }
  if (body.type === 'attempts-refused') {
    const { who, count, since, last, at } = body;
    const why = because('RULES 6', 'The third refused attempt within ten minutes alerts.');
    return { facts: { topic: body.type, who, count, since, last }, why, madeAt: at };
  }
  if (body.type === 'case-disturbed') {
    const { what, caseId, at, detail } = body;
    return { facts: { topic: body.type, what, caseId, at }, why: because('RULES 6', detail), madeAt: at };
  }
  if (body.type === 'case-recovered') {
    const { caseId, office: by, reason, at } = body;
    const why = because('RULES 3', 'The record is what a case goes on from; no instant is moved by it.');
    return { facts: { topic: body.type, caseId, by, reason, at }, why, madeAt: at };
  }
  if (body.type !== 'routine-held') return undefined;
  const { office: by, until, reason, at } = body;
  const why = because('RULES 6', 'The watch may hold routine notices back for a short time, announced.');
  return { facts: { topic: body.type, by, until, reason }, why, madeAt: at };
}

/** RULES 5: "another violation that occurred before its stand-down is added after closure and told to watch and legal". */
function ofReport({ body }: Entry<Accepted>): Omit<Told, 'id'> | undefined {
  const { closedCase, reason = '', acceptedAt } = body;
  if (body.type !== 'report-accepted' || !closedCase || closedCase.violationId !== undefined) return undefined;
  const { actor, body: report } = body.envelope as Envelope<ReportBody>;
  const { kind, occurredAt } = report;
  const why = because('RULES 5', 'It occurred before the stand-down of a case that has closed.');
  const { caseId } = closedCase;
  return {
    facts: { topic: 'after-closure', caseId, kind, occurredAt, by: actor.office, reason },
    why,
    madeAt: acceptedAt,
  };
}
