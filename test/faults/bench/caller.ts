/**
 * Gives the commands of a case as people and machines would: again with the same key until somebody says yes or no.
 * Every attempt becomes a line for the checker: when it was sent, when it was answered, and what is known after it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt } from '../checker/check.mjs';
import type { Rig } from './rig.js';
import type { Script, Step } from './script.js';

const PATIENCE_MS = 12_000;
const AGAIN_MS = 250;

interface Answered {
  status: number;
  body: Record<string, unknown>;
}

type Command = Pick<Attempt, 'key' | 'scope' | 'kind'> &
  Partial<Pick<Attempt, 'opens' | 'occurredAt' | 'act' | 'proposal'>>;

export class Caller {
  /** Nobody asks any more. */
  stopped = false;
  /** Answers that are faults of the product whatever else happened: 5xx that are none of 502, 503 and 504. */
  readonly faults: string[] = [];
  onSigning: () => void = () => undefined;

  constructor(private readonly rig: Rig) {}

  /** Plays one script; `firstAt` answers the milliseconds of its first violation. */
  async play(script: Script, hourMs: number, onOpen: (firstAt: number) => void): Promise<void> {
    const { sector } = script;
    const firstAt = Date.now();
    onOpen(firstAt);
    const opened = await this.report(sector, '1', 'shelling', firstAt, true);
    const caseId = String(opened['caseId']);
    const proposals = new Map<string, Promise<Record<string, unknown>>>();
    await Promise.all(
      script.steps.map(async (step) => {
        await sleep(Math.max(0, firstAt + step.at * hourMs - Date.now()));
        if (this.stopped) return;
        await this.take(script, caseId, step, proposals);
      }),
    );
  }

  private async take(
    { sector }: Script,
    caseId: string,
    step: Step,
    proposals: Map<string, Promise<Record<string, unknown>>>,
  ): Promise<void> {
    if (step.kind === 'report') {
      await this.report(sector, step.id, step.violation, Date.now(), false);
      return;
    }
    const path = `/cases/${caseId}/proposals`;
    if (step.kind === 'propose') {
      const body = { act: step.act, text: `Of the fault bench: ${step.act}.` };
      const command = { key: step.key, scope: sector, kind: 'propose', act: step.act } as const;
      const made = this.give(step.office, path, body, command);
      proposals.set(step.key, made);
      await made;
      return;
    }
    const proposal = await proposals.get(step.proposal);
    if (!proposal || typeof proposal['proposalId'] !== 'string') return;
    this.onSigning();
    const command = {
      key: `${step.proposal}-signed`,
      scope: sector,
      kind: 'sign',
      act: step.act,
      proposal: step.proposal,
    } as const;
    await this.give(
      step.office,
      `${path}/${proposal['proposalId']}/signatures`,
      { textHash: proposal['textHash'] },
      command,
    );
  }

  async report(sector: string, id: string, kind: string, at: number, opens: boolean): Promise<Record<string, unknown>> {
    const body = {
      source: 'faults',
      sourceReportId: `${sector}-${id}`,
      occurredAt: new Date(at).toISOString(),
      place: { sector },
      kind,
      description: 'Of the fault bench.',
    };
    const command = { key: `${sector}-report-${id}`, scope: sector, kind: 'report', opens, occurredAt: at } as const;
    return await this.give('alert-network-feed', '/reports', body, command);
  }

  /** Until it is answered: a 202 is durable, and is asked about again for what came of it. */
  private async give(office: string, path: string, body: object, command: Command): Promise<Record<string, unknown>> {
    let durable: { sentAt: number; endedAt: number } | undefined;
    while (!this.stopped) {
      const sentAt = Date.now();
      const answered = await this.post(office, path, body, command.key);
      const endedAt = Date.now();
      const outcome = outcomeOf(answered);
      const { status } = answered;
      if (status >= 500 && ![502, 503, 504].includes(status))
        this.faults.push(`${command.key}: ${status} ${JSON.stringify(answered.body)}`);
      this.rig.note({
        ...command,
        sentAt,
        endedAt,
        outcome,
        status,
        ...(status >= 300 || status === 0 ? { said: answered.body } : {}),
      });
      if (outcome === 'accepted' && status !== 202) return answered.body;
      if (outcome === 'refused') {
        // Durable once, refused in its turn: then it was never accepted.
        if (durable) this.rig.note({ ...command, ...durable, outcome: 'refused', status: 202 });
        return {};
      }
      if (status === 202) durable ??= { sentAt, endedAt };
      await sleep(AGAIN_MS);
    }
    return {};
  }

  private async post(office: string, path: string, body: object, key: string): Promise<Answered> {
    try {
      const answer = await fetch(`${this.rig.url}/api/v1${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${this.rig.keys.get(office) ?? ''}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } };
      // Status 0: no answer; nobody knows, except where nobody listened.
      return { status: 0, body: { code: cause?.code ?? String(error) } };
    }
  }
}

function outcomeOf({ status, body }: Answered): Attempt['outcome'] {
  if (status === 200 || status === 201) return 'accepted';
  // Whether it is taken in its turn is not known yet; that it counts from here on is.
  if (status === 202) return 'unknown';
  if (status === 0) return body['code'] === 'ECONNREFUSED' ? 'none' : 'unknown';
  if (status >= 500 || status === 429) return status === 429 ? 'none' : 'unknown';
  return 'refused';
}
