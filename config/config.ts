/**
 * What the processes are told at their start: environment and files, read once into one typed object
 * (`read-config.ts`, all faults at once), and the worlds that follow from it (`worlds.ts`).
 */
import type { CaseDirectory, Directory } from '../domain/directory/directory.js';
import type { KnownScript } from '../domain/exercise/play.js';
import type { Plan, PlanRef } from '../domain/plan/plan.js';
import type { RecordLocation } from '../record/location.js';
import type { WatchdogTarget } from './watchdog-targets.js';

export interface Config {
  production: boolean;
  /** Board and API. */
  port: number;
  /** Address that the API listens on. */
  host: string;
  /** Where people reach the API from outside; links in messages start with it. */
  publicUrl: string;
  /** Temporal's own interface, where the board links to; absent: nowhere. */
  temporalUi?: string;
  dataDir: string;
  planFile: string;
  directoryFile: string;
  agreement: string;
  /** `dir:PATH`, the default, one host; or a `postgres://` URL of the role that may read and append. */
  record: RecordLocation;
  /** Of the role that owns the tables; `prepare` and `start` alone use it. */
  recordOwnerUrl?: string;
  /** `smtp://` or `smtps://`; absent: the real world sends no mail and says so at the start. */
  smtpUrl?: string;
  mailFrom: string;
  /** Ed25519 private key, PEM; made in the data folder when absent outside production. */
  stampKeyFile: string;
  /** Secrets of the links in messages, shared by API and workers (`link-keys.ts`); made like the stamp key. */
  linkKeyFile: string;
  /** Keys that payloads are encrypted with (`codec-keys.ts`); absent: Temporal sees them in the clear. */
  codecKeysFile?: string;
  /** Origin of Temporal's own pages, which may have payloads decrypted for who is signed in; absent: no page may. */
  temporalUiOrigin?: string;
  /** Private keys of the record's seals (`seal-keys.ts`), for workers; made like the stamp key. */
  sealKeyFile: string;
  /** Verifier keys of the witnesses whose cosignatures the API keeps, one a line; absent: none. */
  witnessesFile?: string;
  /** Where people sign in without a key; absent: with keys only. */
  signOn?: { issuer: string; clientId: string; clientSecret: string };
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Temporal's namespace of the real world. */
  namespace: string;
  /** Whether this process serves the exercise world of its data folder, where there is one. */
  exercise: boolean;
  watchdog: {
    /** Other ways to other people than the notices of cases; none: its log alone. */
    targets: WatchdogTarget[];
    /** Beyond the plan's settle, before something due without a trace is spoken of; milliseconds. */
    boundMs: number;
    /** Called while all is well. */
    heartbeatUrl?: string;
  };
  /** `HOST:PORT` of a worker's figures for Prometheus; absent: none. */
  workerMetrics?: string;
  /** Whether the canary runs, and is missed. */
  canary: boolean;
}

/** A file that the first start begins with. */
export interface SeedFile {
  path: string;
  /** The one that is read where none is named: it changes with a release. */
  shipped: boolean;
}

/** Of an exercise world: its scripts, what its sinks caught, and how the next exercise begins. */
export interface RoomSettings {
  scripts: readonly KnownScript[];
  /** One file a mail. */
  mailFolder: string;
  /** One line a call. */
  webhookLog: string;
  /** Takes the N of the next exercise, and keeps it and the speed over restarts. */
  begin: (asked: { script: string; speed: number; startedAt: string; fresh: boolean }) => {
    n: number;
    agreement: string;
  };
}

/** Real or exercise: nothing is shared between the two but the engine and the processes. */
export interface WorldSettings {
  name: 'real' | 'exercise';
  exercise: boolean;
  /** `exercise-N` in an exercise world. */
  agreement: string;
  namespace: string;
  /** Every duration of the plan is divided by it; 1 in the real world. */
  speed: number;
  plan: Plan;
  planRef: PlanRef;
  /** With addresses and key hashes: for the processes that sign in and send. */
  directory: Directory;
  /** The part that cases carry, and its hash. */
  caseDirectory: CaseDirectory;
  directoryHash: string;
  record: RecordLocation;
  mail?: { smtpUrl: string; from: string };
  logbookFile: string;
  /** Where plan and directory were read; what is in force afterwards is the record's (`record/publications.ts`). */
  files: { plan: SeedFile; directory: SeedFile };
  /** Refuses example keys and secrets. */
  production: boolean;
  /** Of an exercise: every channel of a directory pointed at the sinks, whatever was published. */
  redirected?: (directory: Directory) => Directory;
  /** Of an exercise. */
  room?: RoomSettings;
}
