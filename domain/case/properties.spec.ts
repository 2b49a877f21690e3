/**
 * What holds for every case, whatever is asked of it and in whatever order. A failure prints its seed and the shortest
 * sequence that was found. Without more the same sequences are played each time, so that a failure is a change's own;
 * `PROPERTY_SEED=… npx jest domain/case/properties` plays others, and `PROPERTY_TIMES=10` ten times as many.
 */
import * as fc from 'fast-check';
import { move, sequences } from '../../test/support/command-sequences.js';
import type { Move, Sequence } from '../../test/support/command-sequences.js';
import { PlayedSequence } from '../../test/support/played-sequence.js';
import {
  changedByRefusal,
  countedTwice,
  replaysCounted,
  takenAndRefused,
} from '../../test/support/properties/commands-counted.js';
import { nothingEarly } from '../../test/support/properties/nothing-early.js';
import { nothingMissed } from '../../test/support/properties/nothing-missed.js';
import { beyondQuiet, stoodDownInTime } from '../../test/support/properties/quiet-case.js';
import { broughtAboutAlone } from '../../test/support/properties/quorums.js';
import { otherwiseReplayed } from '../../test/support/properties/replayed.js';
import { story } from '../../test/support/properties/told-as-a-story.js';
import { exampleDirectory } from '../../test/support/seed.js';
import { madeLater, measuredOtherwise } from './measured/instants.js';
import { notToldOfTheEnd } from './measured/told-at-the-end.js';

const { PROPERTY_SEED = '20270327', PROPERTY_TIMES = '1' } = process.env;
const settings = (runs: number): fc.Parameters<unknown> => ({
  numRuns: runs * Number(PROPERTY_TIMES),
  seed: Number(PROPERTY_SEED),
});

const play = (sequence: Sequence): PlayedSequence => new PlayedSequence(sequence).make(sequence.moves);

/** Plays sequences and expects no faults of them. */
function none(faults: (played: PlayedSequence) => string[], played: PlayedSequence): void {
  const found = faults(played);
  if (found.length > 0) throw new Error([...found, story(played)].join('\n'));
}

const moveTo = (what: 'stand-down', after: Move['when']['after']) =>
  fc.record({ move, size: fc.nat(99) }).map(({ move: some, size }): Move => ({
    when: { after, size, edge: 0, lag: 0, meanwhile: 'awake', via: 'update' },
    who: { ...some.who, fitting: true },
    asking: { what },
  }));

/** A notice fails, so that others are told in place of its office. */
const failing: fc.Arbitrary<Move> = fc.record({ move, nth: fc.nat(3) }).map(({ move: { when, who }, nth }) => ({
  when,
  who,
  asking: { what: 'outcomes', outcome: 'failed', nth, many: false },
}));

/** Far above what they take: a busy machine is no counterexample. */
const LONG = 900_000;

it(
  'gives the same case from the record alone, at every entry, and the same record from the same commands',
  () => {
    const property = fc.property(sequences(6), (sequence) => {
      const faults = otherwiseReplayed(sequence);
      if (faults.length > 0) throw new Error(faults.join('\n'));
    });
    fc.assert(property, settings(1500));
  },
  LONG,
);

it(
  'measures the treaty’s instants from the first violation, with the written grace',
  () => {
    fc.assert(
      fc.property(sequences(6), (sequence) => none(({ steps }) => measuredOtherwise(steps), play(sequence))),
      settings(3000),
    );
  },
  LONG,
);

it(
  'never makes an instant later',
  () => {
    fc.assert(
      fc.property(sequences(6), (sequence) => none(({ steps }) => madeLater(steps), play(sequence))),
      settings(3000),
    );
  },
  LONG,
);

it(
  'acts never early and in turn',
  () => {
    fc.assert(
      fc.property(sequences(6), (sequence) => none(nothingEarly, play(sequence))),
      settings(3000),
    );
  },
  LONG,
);

it(
  'misses nothing',
  () => {
    fc.assert(
      fc.property(sequences(6), (sequence) => none(nothingMissed, play(sequence).playToTheEnd())),
      settings(3000),
    );
  },
  LONG,
);

it(
  'opens no phase and stays with the listed topics when it stands down before the gate of the second phase',
  () => {
    const early = fc.record({
      sequence: sequences(4),
      standDown: moveTo('stand-down', 'hours'),
      later: fc.array(move, { maxLength: 4 }),
    });
    let met = 0;
    const property = fc.property(early, ({ sequence, standDown, later }) => {
      const played = new PlayedSequence(sequence).make([...sequence.moves, standDown, ...later]);
      played.playToTheEnd();
      if (!stoodDownInTime(played)) return;
      met += 1;
      none(beyondQuiet, played);
    });
    fc.assert(property, settings(2500));
    // Most of them: a property that holds of nothing says nothing.
    expect(met).toBeGreaterThan(200);
  },
  LONG,
);

it(
  'stands down, declares and closes by no one organisation alone',
  () => {
    const organisations = exampleDirectory().organisations.map(({ id }) => id);
    const alone = fc.record({ sequence: sequences(10), only: fc.constantFrom(...organisations) });
    const property = fc.property(alone, ({ sequence, only }) => {
      none(broughtAboutAlone, new PlayedSequence(sequence, only).make(sequence.moves));
    });
    fc.assert(property, settings(3500));
  },
  LONG,
);

it(
  'counts a command once and takes nothing from one that is refused',
  () => {
    const property = fc.property(sequences(6), (sequence) => {
      const played = play(sequence);
      none(changedByRefusal, played);
      none(replaysCounted, played);
      none(takenAndRefused, played);
      none(countedTwice, played);
    });
    fc.assert(property, settings(2000));
  },
  LONG,
);

it(
  'tells everyone who was told anything that the case has closed',
  () => {
    const closing = fc.record({
      sequence: sequences(4),
      standDown: moveTo('stand-down', 'minutes'),
      later: fc.array(fc.oneof(move, failing), { maxLength: 6 }),
    });
    const property = fc.property(closing, ({ sequence, standDown, later }) => {
      const played = new PlayedSequence(sequence).make([...sequence.moves, standDown]).playToTheEnd();
      none(({ steps }) => notToldOfTheEnd(steps), played.goOn(later));
    });
    fc.assert(property, settings(1500));
  },
  LONG,
);
