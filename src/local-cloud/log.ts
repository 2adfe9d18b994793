import type { Logger } from 'pino';

/** The part of pino that is used here; a child logger is made by the caller. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
