/** When each channel of an office last took a test notice, by the record: asked for in `house`, answered in `sent/…`. */
import type { ChannelKind, OfficeId } from '../../domain/directory/directory.js';
import type { Instant } from '../../domain/instant.js';
import type { Entry } from '../../record/entry.js';
import { sentStream } from '../../workflows/messages.js';
import type { SentBody } from '../../workflows/messages.js';
import { HOUSE } from '../house/house-entries.js';
import type { HouseBody } from '../house/house-entries.js';

export interface ChannelTest {
  channel: ChannelKind;
  outcome: 'delivered' | 'handed-over' | 'failed' | 'unsent';
  said: string;
  at: Instant;
  /** When it last took one. */
  workedAt?: Instant;
}

const SENT = sentStream('');

export class ChannelTests {
  /** The office that is tested, by the end of its notice's id: `house-41`. */
  private readonly asked = new Map<string, OfficeId>();
  private readonly last = new Map<OfficeId, Map<ChannelKind, ChannelTest>>();

  /** Folds an entry that the following delivered; it is asked before it is sent. */
  fold = (entry: Entry): void => {
    if (entry.stream === HOUSE) {
      const body = entry.body as HouseBody;
      if (body.type === 'test-asked') this.asked.set(`${HOUSE}-${entry.seq}`, body.of);
    } else if (entry.stream.startsWith(SENT)) {
      const office = this.asked.get(/\.(house-\d+)$/.exec(entry.stream)?.[1] ?? '');
      if (office !== undefined) this.note(office, (entry.body as SentBody).outcomes.flatMap(testOf));
    }
  };

  /** The last test of each channel of an office. */
  of(office: OfficeId): ChannelTest[] {
    return [...(this.last.get(office)?.values() ?? [])];
  }

  private note(office: OfficeId, tests: readonly ChannelTest[]): void {
    const known = this.last.get(office) ?? new Map<ChannelKind, ChannelTest>();
    for (const test of tests) {
      const before = known.get(test.channel);
      if (test.at < (before?.at ?? '')) continue;
      const worked = test.outcome === 'delivered' || test.outcome === 'handed-over';
      const workedAt = worked ? test.at : before?.workedAt;
      known.set(test.channel, workedAt === undefined ? test : { ...test, workedAt });
    }
    this.last.set(office, known);
  }
}

/** A message's id ends with the channel that it went by. */
function testOf({ noticeIds: [id = ''], outcome, said, at }: SentBody['outcomes'][number]): ChannelTest[] {
  const channel = /\.(email|webhook|logbook)$/.exec(id)?.[1] as ChannelKind | undefined;
  return channel === undefined ? [] : [{ channel, outcome, said, at }];
}
