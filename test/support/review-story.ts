/** Reports that wait for people, in a whole product: what was asked of whom at "+h:mm", and what came of it. */
import type { ReviewRow } from '../../api/reviews/review.schema.js';
import type { ReviewEntryBody } from '../../domain/review/review.js';
import type { ApiAnswer } from '../../exercise/api-client.js';
import { reviewStream } from '../../workflows/messages.js';
import type { Product } from './product.js';

/** Real time that a busy machine needs for what virtual time has brought. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 50;

export interface Sent {
  id: string;
  occurred: string;
  sector?: string;
  attribution?: string;
}

export class ReviewStory {
  constructor(private readonly product: Product) {}

  async reports(when: string, office: string, { id, occurred, sector = 'UA-23', ...more }: Sent): Promise<ApiAnswer> {
    await this.product.waitUntil(when);
    return await this.product.as(office).post('/reports', {
      source: 'log',
      sourceReportId: id,
      occurredAt: this.product.at(occurred),
      place: { sector },
      kind: 'shelling',
      description: 'Heard from the road.',
      ...more,
    });
  }

  /** As {@link reports}, of one that must be reviewed: the id of its review, once that has it. */
  async waits(when: string, office: string, report: Sent): Promise<string> {
    const { status, body } = await this.reports(when, office, report);
    const { outcome, reviewId = '' } = body as { outcome?: string; reviewId?: string };
    if (status !== 201 || outcome !== 'review') throw new Error(`Not reviewed: ${status} ${JSON.stringify(body)}`);
    const isThere = ({ events }: ReviewEntryBody): boolean =>
      events.some((event) => event.type === 'report-collected' && event.reportKey.endsWith(`/${report.id}`));
    await this.until(async () => (await this.entries(reviewId)).some(isThere));
    await this.shows(reviewId, ({ state }) => state !== undefined);
    return reviewId;
  }

  async concludes(when: string, office: string, reviewId: string, outcome: object): Promise<ApiAnswer> {
    await this.product.waitUntil(when);
    const asking = this.product.as(office).post(`/reviews/${reviewId}/outcome`, { text: 'As seen.', ...outcome });
    return await this.product.known(office, asking);
  }

  async reviews(office = 'watch-kyiv-duty'): Promise<ReviewRow[]> {
    const { body } = await this.product.as(office).get('/reviews');
    return (body as { reviews: ReviewRow[] }).reviews;
  }

  /** The review, once it shows what is wanted. */
  async shows(reviewId: string, wanted: (row: ReviewRow) => boolean): Promise<ReviewRow> {
    let found: ReviewRow | undefined;
    await this.until(async () => {
      found = (await this.reviews()).find((row) => row.reviewId === reviewId);
      return found !== undefined && wanted(found);
    });
    return found as ReviewRow;
  }

  /** The case that a judged report of the review has come to. */
  async caseOf(reviewId: string): Promise<string> {
    const { reports } = await this.shows(reviewId, (row) => row.reports.some(({ caseId }) => caseId !== undefined));
    return reports.flatMap(({ caseId }) => (caseId === undefined ? [] : [caseId]))[0] ?? '';
  }

  async entries(reviewId: string): Promise<ReviewEntryBody[]> {
    return (await this.product.record(reviewStream(reviewId))).map(({ body }) => body as ReviewEntryBody);
  }

  /** `+1:00 review-waiting: watch`: whole groups by their name. */
  async told(reviewId: string): Promise<string[]> {
    return (await this.entries(reviewId)).flatMap(({ at, events }) =>
      events.flatMap((event) =>
        event.type === 'told'
          ? [`${this.product.offset(at)} ${event.facts.topic}: ${this.groups(event.offices).join(', ')}`]
          : [],
      ),
    );
  }

  async until(holds: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`It did not come to that: ${JSON.stringify(await this.reviews())}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  private groups(offices: readonly string[]): string[] {
    const told = this.product.offices.filter(({ id }) => offices.includes(id));
    return [...new Set(told.flatMap(({ groups }) => groups))].sort();
  }
}
