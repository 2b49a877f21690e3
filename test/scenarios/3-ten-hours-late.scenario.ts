import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';
import { replayed } from '../support/replayed.js';

describe('a report ten hours late', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start();
  }, 400_000);
  afterAll(() => product.stop(), 400_000);

  it('leaves 14 h to D1 and D2, reminds, counts them overdue at +24:00 and opens phase 2 then', async () => {
    const story = await CaseStory.open(product, '+10:00');
    await story.everybodyAcknowledges('+10:05');
    expect((await story.mailsThatSay(/14\shours left/)).length).toBeGreaterThan(0);
    await story.verifies('+11:00');
    await story.until('+24:00:02');
    const { duties, phases } = await story.read();
    for (const id of ['D1', 'D2']) {
      expect(duties.find((duty) => duty.id === id)).toMatchObject({
        state: 'overdue',
        treatyDueAt: product.at('+24:00'),
      });
    }
    expect(phases[1]).toMatchObject({ phase: 2, openedAt: product.at('+24:00') });
    await story.coalitionMeets();
    await story.until('+48:00');
    const of = (topic: string): Promise<string[]> =>
      story.told().then((lines) => lines.filter((line) => line.includes(` ${topic}:`)));
    const owners = 'diplomatic, ukraine-diplomatic, ukraine-military';
    expect(await of('duty-approaching')).toEqual([12, 18, 23].map((hour) => `+${hour}:00 duty-approaching: ${owners}`));
    // Once at the instant, then hourly, six at most.
    expect(await of('duty-overdue')).toEqual(
      [24, 25, 26, 27, 28, 29, 30].map((hour) => `+${hour}:00 duty-overdue: ${owners}, watch`),
    );
    expect((await story.told()).filter((line) => !line.includes(' duty-'))).toEqual([
      '+10:00 case-opened: coalition, diplomatic, ukraine-diplomatic, ukraine-military, us, watch',
      '+24:00 phase-opened: coalition, diplomatic, legal, observers, ukraine-diplomatic, ukraine-military, watch',
    ]);
    expect(await story.unexplained()).toEqual([]);
    await replayed(product, story, 'ten-hours-late');
  }, 400_000);
});
