/**
 * A map: how the rows of somebody's table become reports. Read from YAML by `parse-map.ts`; docs/maps.md tells it to
 * people. A template is text with columns in braces, `{oblast}`; a part in square brackets, `[, {raion}]`, is left out
 * where one of its columns is empty.
 */
import type { Span } from '../domain/instant.js';

export type Template = string;

/** Rows in which each of these columns holds one of these values, without regard to blanks around them. */
export type Condition = Record<string, string[]>;

/** A template whose outcome is looked up. */
export interface Named {
  of: Template;
  /** What stands for what was found. */
  names: Record<string, string>;
  /** Stands for what `names` does not know. Default: what was found, as it is. */
  otherwise?: string;
}

export interface StandingRule {
  standing: 'alleged' | 'credible';
  when?: Condition;
  /** Only rows whose interval, from `at` to `until` as written, is at least so long. */
  lasts?: Span;
}

export interface TableMap {
  schema: 1;
  id: string;
  title: string;
  table: {
    /** A label of the Encoding Standard. Default: utf-8. */
    encoding: string;
    /** Default: a comma. */
    delimiter: string;
    /** Default: the double quote; inside a cell it is written twice. */
    quote: string;
    /** What begins a line that is no row. Default: nothing does. */
    comment?: string;
    /** Lines above the header. Default: 0. */
    skipLines: number;
    /** Names of the columns of a table without a header. Default: its first row names them. */
    columns?: string[];
  };
  times: {
    /** IANA zone of times that say no offset. Default: UTC. */
    zone: string;
    /** How times are written, the first that fits. Default: RFC 3339. */
    formats: string[];
    /** A local time in the hour that comes twice. Default: `interval`, from the first to the second. */
    twice: 'interval' | 'first' | 'second' | 'refuse';
    /** A local time in the hour that is left out. Default: `refuse`; `before`: as if the clocks had not changed yet. */
    missing: 'refuse' | 'before';
    /** A longer interval is cut at its end. Default: PT24H, as far apart as the seed plan takes. */
    widest: Span;
  };
  /** Rows that are no reports. Default: none. */
  leaveOut: Condition[];
  report: {
    source: Template;
    /** Default: the SHA-256 of the row's cells. */
    sourceReportId?: Template;
    occurredAt: {
      at: Template;
      /** The end of the interval. Default: `at`. */
      until?: Template;
      /** It may have happened so much earlier or later than written. Default: PT0H. */
      around: Span;
    };
    /** When the source knew it; a rehearsal has it reported then. */
    observedAt?: Template;
    /** The first that names a region decides. */
    sector: Template[];
    /** Other names of sectors, and their ids; asked before those that every map knows. */
    sectors: Record<string, string>;
    place?: { description?: Template; latitude?: Template; longitude?: Template };
    kind: Template | Named;
    description: Template;
    /** Default: alleged. The first rule that fits raises or lowers it. */
    standing: { otherwise: 'alleged' | 'credible'; rules: StandingRule[] };
    attribution?: Template | Named;
  };
  rehearsal: {
    /** From the end of the occurrence, or from `observedAt`, to the report. Default: PT5M. */
    delay: Span;
  };
}
