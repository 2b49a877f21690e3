/** `plan diff`: what differs between two plan files, in words. */
import { loadPlan } from '../../config/plan-file.js';
import { diffPlans } from '../../domain/plan/diff-plan.js';
import { Arguments } from '../arguments.js';
import { DONE, REFUSED, WrongUsage } from '../verb.js';
import type { Verb } from '../verb.js';
import { showFaults } from './plan-check.js';

export const planDiff: Verb = {
  name: 'plan diff',
  group: 'Plans',
  usage: 'A B [--lang en|uk] [--json]',
  says: 'shows in words what plan B changes against plan A',
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, ['A', 'B'], { lang: 'text', json: 'flag' });
    const language = given.text('lang') ?? 'en';
    if (language !== 'en' && language !== 'uk') throw new WrongUsage(`--lang is "${language}"; en or uk is needed.`);
    const a = loadPlan(given.positional('A'));
    const b = loadPlan(given.positional('B'));
    if (!a.plan || !b.plan) {
      const faults = [...a.faults, ...b.faults];
      if (given.flag('json')) surroundings.out(JSON.stringify({ ok: false, faults }, null, 2));
      else showFaults(faults, surroundings);
      return REFUSED;
    }
    const differences = diffPlans(a.plan, b.plan);
    if (given.flag('json')) surroundings.out(JSON.stringify({ from: a.ref, to: b.ref, differences }, null, 2));
    else if (differences.length === 0) surroundings.out('No difference but, at most, in reasons.');
    else surroundings.out(differences.map(({ words }) => words[language]).join('\n'));
    return DONE;
  },
};
