/**
 * What was due to whom and when: a small model of the plan, written from RULES and from nothing of the product. It
 * knows the opening, timed and declared gates, duties with their reminders, proposals, stand-down, closing and lapse;
 * what it does not know (acknowledgements, verifying, resumptions, voids) the fault bench does not ask for.
 *
 * Commands are known by the span between the moment at which they were first sent and the moment at which they were
 * answered; an instant that follows from one is a span too, `{ lo, hi }` in milliseconds since 1970.
 */

/** `PT24H`, `PT1M30S`, `PT0.5S` in milliseconds. */
export function span(text) {
  const found = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(text);
  if (!found) throw new Error(`"${text}" is no span.`);
  const [, hours = 0, minutes = 0, seconds = 0] = found;
  return Math.round(((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000);
}

/** A value of the plan stands alone, or with where it comes from. */
const valueOf = (one) => (one !== null && typeof one === 'object' && 'value' in one ? one.value : one);
const spanOf = (one) => span(valueOf(one));

export class People {
  constructor(plan, directory) {
    this.plan = plan;
    this.offices = directory.offices;
    this.party = new Map(directory.organisations.map(({ id, party }) => [id, party]));
    this.speaks = new Map(directory.parties.map(({ id, speaks }) => [id, speaks[0]?.organisation]));
    this.partiesOf = new Map(plan.groups.map(({ id, parties }) => [id, parties ?? []]));
  }

  /** Offices of these groups whose party the plan lists there; machines are told nothing. */
  of(groups) {
    const isIn = (office, group) => {
      const parties = this.partiesOf.get(group) ?? [];
      return parties.length === 0 || parties.includes(this.party.get(office.organisation));
    };
    return this.offices
      .filter(({ roles = [] }) => !roles.includes('machine'))
      .filter((office) => (office.groups ?? []).some((group) => groups.includes(group) && isIn(office, group)))
      .map(({ id }) => id);
  }

  ofPhases(which) {
    return this.of(this.plan.phases.filter(({ phase }) => which(phase)).flatMap(({ groups }) => groups));
  }

  owners({ owner }) {
    if (owner !== 'parties') return this.of(owner.groups);
    const speakers = this.plan.parties.map(({ id }) => this.speaks.get(id));
    const everyone = new Set(this.ofPhases(() => true));
    return this.offices
      .filter(({ id, organisation }) => everyone.has(id) && speakers.includes(organisation))
      .map(({ id }) => id);
  }
}

/**
 * @typedef {{ lo: number, hi: number }} When
 * @typedef {{ topic: string, office: string, lo: number, hi: number, must: boolean, command: boolean }} Due
 *   `command`: follows from a command at once; else it waits for the settle too
 * @typedef {{ report: When & { occurredAt: number }, more: When[], proposals: { act: string, made: When, signed?: When }[],
 *   until: number }} Story what was accepted for one case, and until when it was watched
 */

/** One case, told by its story; `opened2` decides what a stand-down at the very instant of a gate leaves open. */
export class Expected {
  /** @param {Story} story */
  constructor(plan, people, story, opened2) {
    this.plan = plan;
    this.people = people;
    this.story = story;
    this.settle = spanOf(plan.timing.settle);
    this.told = new Set();
    /** @type {Due[]} */
    this.dues = [];
    /** Whether phase 2 at its own gate is neither owed nor forbidden. */
    this.isOpen2Free = false;
    this.phases = [1];
    this.declared = undefined;
    this.standDown = first(
      story.proposals.filter(({ act, signed }) => act === 'stand-down' && signed).map(({ signed }) => signed),
    );
    this.closing = this.standDown && plus(this.standDown, spanOf(plan.timing.quietPeriod));
    const steps = [
      this.opening(),
      ...this.proposals(),
      ...this.gate2(opened2),
      ...this.declaration(),
      ...this.ending(),
    ];
    // In the order in which they happened: who was told before is told of the end.
    for (const step of steps.sort((a, b) => orderOf(a) - orderOf(b) || a.rank - b.rank)) step.act();
    this.duties();
    this.news();
  }

  /** Whether the case is surely, or only perhaps, in this state at an instant. */
  isBefore(when, end) {
    // What is due at the very instant of a command comes before it.
    if (!end || when.hi <= end.lo) return 'surely';
    return when.lo > end.hi ? 'no' : 'perhaps';
  }

  say(topic, offices, at, { must = true, command = false } = {}) {
    if (at.lo > this.story.until) return;
    for (const office of new Set(offices)) {
      // What is due when nobody looks any more is not missed.
      this.dues.push({
        topic,
        office,
        lo: at.lo,
        hi: at.hi,
        must: must && at.hi + this.settle < this.story.until,
        command,
      });
      this.told.add(office);
    }
  }

  audience(list, { phase = 0, signers = [], posture = this.phases } = {}) {
    return list.flatMap((one) => {
      if (one === '@told') return [...this.told];
      if (one === '@posture') return this.people.ofPhases((number) => posture.includes(number));
      if (one === '@phase') return this.people.ofPhases((number) => number === phase);
      if (one === '@earlier-phases') return this.people.ofPhases((number) => number < phase);
      if (one === '@signers') return signers;
      return one.startsWith('@') ? [] : this.people.of([one]);
    });
  }

  tell(topic, at, context = {}, how = {}) {
    const rule = this.plan.notices[topic];
    const also = rule.alsoFor && rule.alsoFor.acts.includes(context.act) ? rule.alsoFor.tell : [];
    this.say(topic, this.audience([...rule.tell, ...also], context), at, how);
  }

  opening() {
    const at = this.story.report;
    return { at, rank: 0, act: () => this.tell('case-opened', at, {}, { command: true }) };
  }

  *proposalSteps() {
    for (const { act, made, signed } of this.story.proposals) {
      const rule = this.plan.authority[act];
      const signers = this.people.of(rule.signers);
      yield { at: made, rank: 1, act: () => this.tell('proposal-made', made, { act, signers }, { command: true }) };
      const expiry = plus(made, span(rule.expiry));
      if (signed) {
        // Accepted in time, it counts; what arrives after the expiry has acted un-sends nothing.
        if (signed.hi > expiry.lo) yield this.lapse(act, signers, expiry, { must: false });
        continue;
      }
      const overtaken = this.overtaken(act, made);
      if (!overtaken || expiry.hi < overtaken.lo) yield this.lapse(act, signers, expiry);
      else if (overtaken.hi < expiry.lo)
        yield this.lapse(act, signers, overtaken, { command: overtaken !== this.closing });
      else
        yield this.lapse(act, signers, {
          lo: Math.min(expiry.lo, overtaken.lo),
          hi: Math.max(expiry.hi, overtaken.hi),
        });
    }
  }

  lapse(act, signers, at, how = {}) {
    const isWithStandDown = at === this.standDown || how.command;
    const run = () => {
      // A stand-down takes the posture away, and with it who is told for it.
      const quiet = at === this.standDown ? 'no' : this.isBefore(at, this.standDown);
      const { must = true } = how;
      const rest = this.audience(['@posture'], { posture: this.phases });
      this.tell(
        'proposal-lapsed',
        at,
        { act, signers, posture: quiet === 'surely' ? this.phases : [] },
        { ...how, must },
      );
      if (quiet !== 'perhaps') return;
      const known = new Set([...signers, ...this.people.of(['watch'])]);
      this.say(
        'proposal-lapsed',
        rest.filter((office) => !known.has(office)),
        at,
        { ...how, must: false },
      );
    };
    return { at, rank: isWithStandDown ? 6.5 : 2.5, act: run };
  }

  /** What ends a proposal that waits: another of its act that takes effect; for a declaration a stand-down; the closing. */
  overtaken(act, made) {
    const same = this.story.proposals.filter((one) => one.act === act && one.signed && one.signed.lo >= made.lo);
    const ends = [
      ...same.map(({ signed }) => signed),
      ...(act === 'large-scale' ? [this.standDown] : []),
      this.closing,
    ];
    return first(ends.filter((one) => one !== undefined));
  }

  proposals() {
    return [...this.proposalSteps()];
  }

  gate2(opened2) {
    const gate = this.plan.gates.find(({ condition }) => condition.kind === 'no-stand-down');
    const { report, proposals } = this.story;
    const due = report.occurredAt + spanOf(gate.notBefore);
    const at = { lo: Math.max(due, report.lo), hi: Math.max(due, report.hi) };
    this.gate2At = at;
    const stood = this.isBefore(at, this.standDown);
    const declared = first(
      proposals.filter(({ act, signed }) => act === 'large-scale' && signed).map(({ signed }) => signed),
    );
    this.declaredAt = declared;
    // Opened by the declaration's gate already.
    if (declared && declared.hi < at.lo) return [];
    this.isOpen2Free = stood === 'perhaps';
    const opens = stood === 'surely' || (stood === 'perhaps' && opened2);
    // Where both may have been first, that it opened says which one was.
    const order = stood === 'perhaps' ? Math.min(at.lo, this.standDown.lo) : at.lo;
    return opens ? [{ at, order, rank: 2, act: () => this.open(2, at, false) }] : [];
  }

  declaration() {
    const at = this.declaredAt;
    if (!at || this.isBefore(at, this.standDown) === 'no') return [];
    const act = () => {
      this.declared = at;
      const before = new Set(this.told);
      this.tell('declaration-in-effect', at, { phase: 3 }, { command: true });
      // Where the gate of phase 2 may have acted first, those told of that are told of this.
      const also =
        this.isBefore(this.gate2At, at) === 'no'
          ? []
          : this.audience(this.plan.notices['phase-opened'].tell, { phase: 2 });
      const rest = also.filter(
        (office) => !before.has(office) && !this.people.ofPhases((phase) => phase === 3).includes(office),
      );
      if (!this.phases.includes(2)) this.say('declaration-in-effect', rest, at, { must: false, command: true });
      if (!this.phases.includes(2)) this.open(2, at, true);
      this.open(3, at, true);
    };
    return [{ at, rank: 3, act }];
  }

  open(phase, at, command) {
    if (this.phases.includes(phase)) return;
    this.phases.push(phase);
    this[`openedAt${phase}`] = at;
    this.tell('phase-opened', at, { phase }, { command });
  }

  ending() {
    const steps = [];
    const lapses = this.plan.gates.map((gate) => gate.lapses).find((one) => one !== undefined);
    if (lapses !== undefined) {
      const due = this.story.report.occurredAt + spanOf(lapses);
      const at = { lo: due, hi: due };
      const ends = [this.isBefore(at, this.standDown), this.isBefore(at, this.declaredAt)];
      if (!ends.includes('no')) {
        const must = !ends.includes('perhaps');
        steps.push({ at, rank: 5, act: () => this.tell('lapsed', at, {}, { must }) });
      }
    }
    if (this.standDown) {
      const { standDown, closing } = this;
      steps.push({ at: standDown, rank: 6, act: () => this.tell('stood-down', standDown, {}, { command: true }) });
      steps.push({ at: closing, rank: 7, act: () => this.tell('case-closed', closing) });
    }
    return steps;
  }

  /** Reminders, and what is overdue: the first telling of what nothing takes away is owed, the rest may collapse. */
  duties() {
    const { report } = this.story;
    const anchors = {
      opening: report,
      'first-violation': { lo: report.occurredAt, hi: report.occurredAt },
    };
    for (const duty of this.plan.duties) {
      const known = { opening: report, phase: this[`openedAt${duty.phase}`], declaration: this.declared }[
        duty.createdBy
      ];
      if (!known) continue;
      const from = duty.anchor === 'phase' ? this[`openedAt${duty.phase}`] : anchors[duty.anchor];
      const grace = duty.createdBy === 'declaration' ? span(this.plan.grace.declaration.duties) : 0;
      const due = { lo: from.lo + spanOf(duty.due), hi: Math.max(from.hi + spanOf(duty.due), known.hi + grace) };
      const earliest = Math.max(due.lo, known.lo + grace);
      this.duty(duty, known, { lo: earliest, hi: Math.max(due.hi, earliest) });
    }
  }

  duty(duty, known, due) {
    const { timing, notices } = this.plan;
    const owners = this.people.owners(duty);
    const until = duty.mootByStandDown ? this.standDown : this.closing;
    for (const before of valueOf(timing.reminders)) {
      const at = plus(due, -span(before));
      // Strictly ahead when it was created; one that was missed has a later telling in its place.
      if (at.hi <= known.lo || this.isBefore(at, until) === 'no') continue;
      this.say('duty-approaching', owners, at, { must: false });
    }
    const told = [...owners, ...this.people.of(['watch'])];
    for (let nth = 0; nth <= valueOf(timing.overdueTimes); nth += 1) {
      const at = plus(due, nth * spanOf(timing.overdueEvery));
      const open = this.isBefore(at, until);
      if (open === 'no') return;
      const topic = nth === 0 && duty.record === 'decision' ? 'undecided' : 'duty-overdue';
      const must = nth === 0 && open === 'surely' && duty.createdBy === 'opening';
      this.say(topic, topic === 'undecided' ? told : this.ownersAnd(notices['duty-overdue'].tell, owners), at, {
        must,
      });
    }
  }

  ownersAnd(list, owners) {
    return list.flatMap((one) => (one === '@owners' ? owners : this.people.of([one])));
  }

  /** Other violations: at most one message each, and fewer where they come close together. */
  news() {
    const offices = new Set([
      ...this.people.of(['watch']),
      ...this.people.ofPhases((phase) => this.phases.includes(phase)),
    ]);
    for (const at of this.story.more) {
      for (const office of offices) {
        this.dues.push({ topic: 'violation-added', office, lo: at.lo, hi: at.hi, must: false, command: true });
      }
    }
  }
}

const orderOf = ({ at, order = at.lo }) => order;
const plus = ({ lo, hi }, by) => ({ lo: lo + by, hi: hi + by });
const first = (list) => list.sort((a, b) => a.lo - b.lo)[0];
