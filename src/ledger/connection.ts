/** Which engine, and the way to it. */
import type { Dialect } from 'kysely';

export interface Connection {
  engine: 'sqlite' | 'postgres';
  dialect: Dialect;
}
