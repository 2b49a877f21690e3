/** How states of duties, gates, notices, proposals and violations are called, each with its shape and tone. */
import type { Words } from '../../domain/plan/plan.js';
import type { Shape, Tone } from '../parts/badge.js';

export interface StateWords {
  shape: Shape;
  tone: Tone;
  words: Words;
}

const state = (shape: Shape, tone: Tone, en: string, uk: string): StateWords => ({ shape, tone, words: { en, uk } });

const STATES: Readonly<Record<string, StateWords>> = {
  ahead: state('ring', 'plain', 'ahead', 'попереду'),
  open: state('ring', 'open', 'open', 'відкрито'),
  approaching: state('ring', 'wait', 'approaching', 'наближається'),
  overdue: state('triangle', 'alarm', 'overdue', 'прострочено'),
  confirming: state('ring', 'wait', 'waits for a second person', 'чекає на другу особу'),
  met: state('tick', 'calm', 'met', 'виконано'),
  'met-working': state('tick', 'calm', 'met in working time', 'виконано в робочий строк'),
  'met-late': state('tick', 'wait', 'met late', 'виконано із запізненням'),
  waived: state('square', 'plain', 'waived', 'звільнено'),
  moot: state('square', 'plain', 'no longer owed', 'відпав'),
  unmet: state('cross', 'alarm', 'not met', 'не виконано'),
  opened: state('diamond', 'open', 'opened', 'відкрито'),
  waiting: state('ring', 'wait', 'waits for its condition', 'чекає на умову'),
  shut: state('square', 'plain', 'shut', 'закрито'),
  undeclared: state('ring', 'plain', 'not declared', 'не визнано'),
  acted: state('tick', 'plain', 'done', 'зроблено'),
  pending: state('ring', 'wait', 'under way', 'у дорозі'),
  delivered: state('tick', 'calm', 'delivered', 'доставлено'),
  'handed-over': state('tick', 'calm', 'handed over', 'передано'),
  failed: state('cross', 'alarm', 'failed', 'не доставлено'),
  unsent: state('square', 'plain', 'not sent', 'не надіслано'),
  'try-later': state('ring', 'wait', 'tried, again later', 'спроба, ще раз пізніше'),
  never: state('cross', 'alarm', 'refused', 'відхилено'),
  'in-effect': state('tick', 'calm', 'in effect', 'чинна'),
  expired: state('square', 'plain', 'expired', 'строк минув'),
  lapsed: state('square', 'plain', 'lapsed', 'втратила силу'),
  withdrawn: state('square', 'plain', 'withdrawn', 'відкликано'),
  alleged: state('ring', 'wait', 'alleged', 'імовірно'),
  credible: state('diamond', 'open', 'credible', 'вірогідно'),
  verified: state('tick', 'calm', 'verified', 'підтверджено'),
  void: state('cross', 'plain', 'void', 'скасовано'),
};

export const stateWords = (name: string): StateWords => STATES[name] ?? state('square', 'plain', name, name);
