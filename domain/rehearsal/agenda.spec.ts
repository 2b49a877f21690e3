import { array, assert, constant, nat, oneof, property } from 'fast-check';
import { Agenda } from './agenda.js';

it('gives the earliest first, and at one instant in the order in which it was put down', () => {
  assert(
    property(array(oneof(nat(5), constant(undefined)), { maxLength: 200 }), (moves) => {
      const agenda = new Agenda<number>();
      const kept: { at: number; item: number }[] = [];
      moves.forEach((at, item) => {
        if (at === undefined) {
          const first = kept.reduce<(typeof kept)[number] | undefined>(
            (best, one) => (best === undefined || one.at < best.at ? one : best),
            undefined,
          );
          expect(agenda.nextAt).toBe(first?.at ?? Infinity);
          expect(agenda.take()?.item).toBe(first?.item);
          if (first) kept.splice(kept.indexOf(first), 1);
        } else {
          agenda.add(at, item);
          kept.push({ at, item });
        }
      });
    }),
  );
});
