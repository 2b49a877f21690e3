/** `plan explain`: a plan in words, and for a first violation with dates. */
import { loadPlan } from '../../config/plan-file.js';
import { explainPlan, explanationText } from '../../domain/plan/explain-plan.js';
import { Arguments } from '../arguments.js';
import { DONE, REFUSED, WrongUsage } from '../verb.js';
import type { Verb } from '../verb.js';
import { showFaults } from './plan-check.js';

export const planExplain: Verb = {
  name: 'plan explain',
  group: 'Plans',
  usage: 'FILE [--first-violation INSTANT [--accepted INSTANT]] [--lang en|uk] [--json]',
  says: 'says a plan in words and, for a first violation, in dates',
  more: [
    '--first-violation INSTANT   adds the dates in UTC, Kyiv, Brussels and Washington',
    '--accepted INSTANT          when its report is accepted; default: at once',
    '--lang en|uk                English (default) or Ukrainian',
  ],
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, ['FILE'], {
      'first-violation': 'text',
      accepted: 'text',
      lang: 'text',
      json: 'flag',
    });
    const language = languageOf(given.text('lang'));
    const firstViolationAt = given.instant('first-violation');
    const acceptedAt = given.instant('accepted');
    if (acceptedAt !== undefined && firstViolationAt === undefined) {
      throw new WrongUsage('--accepted needs --first-violation.');
    }
    if (acceptedAt !== undefined && firstViolationAt !== undefined && acceptedAt < firstViolationAt) {
      throw new WrongUsage('--accepted lies before --first-violation: nothing is accepted before it occurs.');
    }
    const { plan, ref, faults } = loadPlan(given.positional('FILE'));
    if (!plan) {
      if (given.flag('json')) surroundings.out(JSON.stringify({ ok: false, faults }, null, 2));
      else showFaults(faults, surroundings);
      return REFUSED;
    }
    const dates = firstViolationAt !== undefined && {
      firstViolationAt,
      ...(acceptedAt === undefined ? {} : { acceptedAt }),
    };
    const explanation = explainPlan(plan, language, dates || undefined);
    surroundings.out(
      given.flag('json')
        ? JSON.stringify({ plan: ref, ...explanation }, null, 2)
        : explanationText(explanation).trimEnd(),
    );
    return DONE;
  },
};

function languageOf(text = 'en'): 'en' | 'uk' {
  if (text === 'en' || text === 'uk') return text;
  throw new WrongUsage(`--lang is "${text}"; en or uk is needed.`);
}
