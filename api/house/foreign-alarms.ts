/**
 * What came to Temporal past the API is refused in a case's entries or in the workers' stream. RULES 6 alarms of it as
 * of any refusal: the third within ten minutes, once an hour. Whom a forger names is the forger's choice, so all of
 * them count as one.
 */
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import type { Instant } from '../../domain/instant.js';
import type { Entry } from '../../record/entry.js';
import type { RefusedStart } from '../../workflows/messages.js';
import { WORKERS } from '../../workflows/messages.js';
import type { Log } from '../log/log.js';
import type { HouseBody } from './house-entries.js';
import { HOUSE } from './house-entries.js';
import type { HouseLog } from './house-log.js';
import { ALARM_AT, RefusalAlarms } from './refusal-alarms.js';

/** As the notice names them. */
export const PAST_THE_API = 'somebody who writes to Temporal past the API';

/** Waiting while the record is read at the start; the alarm is about the last ten minutes anyway. */
const MOST_WAITING = 1000;

interface Refusal {
  at: Instant;
  detail: string;
}

export class ForeignAlarms {
  private readonly alarms = new RefusalAlarms();
  private waiting: Refusal[] | undefined = [];

  constructor(
    private readonly house: HouseLog,
    private readonly log: Log,
  ) {}

  /** Folds an entry that the following delivered, of whatever stream. */
  fold = ({ stream, body }: Entry): void => {
    if (stream === HOUSE) this.alarmed(body as HouseBody);
    else if (stream === WORKERS) {
      if ((body as RefusedStart).type === 'start-refused') this.refused(body as RefusedStart);
    } else for (const refusal of refusalsOf(body as Partial<CaseEntryBody>)) this.refused(refusal);
  };

  /** Once the record is read: only now is it known which alarms were given before. */
  begin(): void {
    const { waiting = [] } = this;
    this.waiting = undefined;
    for (const refusal of waiting.sort((a, b) => (a.at < b.at ? -1 : 1))) this.refused(refusal);
  }

  private alarmed(body: HouseBody): void {
    if (body.type === 'attempts-refused' && body.who === PAST_THE_API) this.alarms.alarmed(PAST_THE_API, body.at);
  }

  private refused(refusal: Refusal): void {
    if (this.waiting) {
      this.waiting = [...this.waiting.slice(1 - MOST_WAITING), refusal];
      return;
    }
    const { at, detail: last } = refusal;
    const since = this.alarms.note(PAST_THE_API, at);
    if (since === undefined) return;
    this.house
      .enter({ type: 'attempts-refused', at, who: PAST_THE_API, count: ALARM_AT, since, last })
      .catch((error: unknown) => this.log.error({ err: error, last }, 'An alarm could not be entered'));
  }
}

function refusalsOf({ cause, events = [], decidedAt = '' }: Partial<CaseEntryBody>): Refusal[] {
  if (cause?.kind !== 'command' || cause.command !== 'noteForeign') return [];
  return events.flatMap((event) => (event.type === 'refused' ? [{ at: decidedAt, detail: event.refusal.detail }] : []));
}
