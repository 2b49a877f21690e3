/** Injection tokens of the providers that are made outside Nest and passed in. */
import type { Budget } from './access/limits.js';
import type { SingleSignOnSettings } from './access/single-sign-on.js';

export const WORLDS = Symbol('worlds');
export const CLOCK = Symbol('clock');
/** How much one caller may ask for; `access/limits.ts`. */
export const LIMITER = Symbol('limiter');
export const SETTINGS = Symbol('settings');
export const LOG = Symbol('log');
export const METRICS = Symbol('metrics');
export const SIGN_IN = Symbol('sign-in');
export const ROUTES = Symbol('routes');
export const LINK_KEYS = Symbol('link-keys');
/** Verifier keys of those whose cosignatures are kept. */
export const WITNESSES = Symbol('witnesses');

/** Milliseconds since 1970. Injected, so that tests can run on a server that skips time. */
export type Clock = () => number;

export interface ApiSettings {
  /** People reach it over TLS, which ends at a proxy or here. */
  secure: boolean;
  /** The built board; absent: its addresses say that it is not built. */
  boardFolder?: string;
  /** Temporal's own interface; absent: the board links nowhere. */
  temporalUi?: string;
  /** Where people sign in without a key; absent: nowhere. */
  signOn?: SingleSignOnSettings;
  /** Origin of Temporal's own pages, which may have payloads decrypted; absent: none may. */
  temporalUiOrigin?: string;
  /** What one caller may ask for in a minute; absent: `access/limits.ts`. */
  limits?: Readonly<Record<Budget, number>>;
  /** Accepted reports that may wait for their cases; absent: `reports/intake-pace.ts`. */
  mostPending?: number;
}
