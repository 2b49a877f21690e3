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
import { recipientsOf } from '../../domain/notice/house-notice.js';
import type { HouseFacts, HouseNotice } from '../../domain/notice/house-notice.js';
import type { Entry } from '../../record/entry.js';
import { INTAKE } from '../../record/intake.js';
import type { Accepted } from '../../record/intake.js';
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
  client: Client;
  house: HouseLog;
  log: Log;
}

interface Told {
  facts: HouseFacts;
  why: Because;
  madeAt: string;
}

export class Announcer {
  private readonly waiting = new Map<string, Told>();
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
      if (body.type === 'announced') this.waiting.delete(body.noticeId);
      const told = ofHouse(body);
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

  private keep(id: string, told: Told): void {
    this.waiting.set(id, told);
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
    for (const [id, told] of this.waiting) {
      await this.start(this.noticeOf(id, told));
      this.waiting.delete(id);
      await this.options.house.enter({ type: 'announced', at: told.madeAt, noticeId: id });
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

  private noticeOf(id: string, { facts, why, madeAt }: Told): HouseNotice {
    const { agreement, exercise, planRef: plan, caseDirectory } = this.options.settings();
    const to = recipientsOf(caseDirectory, ['watch', 'legal']);
    return { id, agreement, exercise, madeAt, facts, because: why, plan, to };
  }
}

function ofHouse(body: HouseBody): Told | undefined {
  if (body.type === 'attempts-refused') {
    const { who, count, since, last, at } = body;
    const why = because('RULES 6', 'The third refused attempt within ten minutes alerts.');
    return { facts: { topic: body.type, who, count, since, last }, why, madeAt: at };
  }
  if (body.type !== 'routine-held') return undefined;
  const { office: by, until, reason, at } = body;
  const why = because('RULES 6', 'The watch may hold routine notices back for a short time, announced.');
  return { facts: { topic: body.type, by, until, reason }, why, madeAt: at };
}

/** RULES 5: "another violation that occurred before its stand-down is added after closure and told to watch and legal". */
function ofReport({ body }: Entry<Accepted>): Told | undefined {
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
