/** Nest's own messages, into the same log; what it says of its routes at the start is for debugging. */
import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

export class NestLogger implements LoggerService {
  constructor(private readonly target: Log) {}

  log(message: unknown): void {
    this.target.debug(String(message));
  }

  debug(message: unknown): void {
    this.target.debug(String(message));
  }

  verbose(message: unknown): void {
    this.target.debug(String(message));
  }

  warn(message: unknown): void {
    this.target.warn(String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.target.error({ rest: rest.map(String) }, String(message));
  }

  fatal(message: unknown): void {
    this.target.error(String(message));
  }
}
