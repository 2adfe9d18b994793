/** Tokens and temporary keys that were given out; kept over restarts, as those of IAM outlive a client's process. */
import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../database.ts';

export interface IssuedToken {
  userName: string;
  /** '' where it is not limited to a project, which DLI does not take. */
  project: string;
  expiresMs: number;
}

export interface TemporaryKey {
  access: string;
  secret: string;
  securityToken: string;
  userName: string;
  expiresMs: number;
}

/** How long what has expired is still known, so that its refusal can say since when. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

const SCHEMA = `
  -- Only the digest: who reads the file cannot act in anybody's name.
  CREATE TABLE IF NOT EXISTS tokens (
    digest TEXT PRIMARY KEY, user_name TEXT NOT NULL, project TEXT NOT NULL, expires_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS temporary_keys (
    access TEXT PRIMARY KEY, secret TEXT NOT NULL, security_token TEXT NOT NULL, user_name TEXT NOT NULL, expires_ms INTEGER NOT NULL
  ) STRICT;
`;

export type IssuedCredentials = ReturnType<typeof createIssuedCredentials>;

export function createIssuedCredentials({ sql, transaction }: Database, clock: () => number) {
  transaction(() => sql.exec(SCHEMA));
  const addToken = sql.prepare('INSERT INTO tokens (digest, user_name, project, expires_ms) VALUES (?, ?, ?, ?)');
  const findToken = sql.prepare('SELECT user_name AS userName, project, expires_ms AS expiresMs FROM tokens WHERE digest = ?');
  const addKey = sql.prepare('INSERT INTO temporary_keys (access, secret, security_token, user_name, expires_ms) VALUES (?, ?, ?, ?, ?)');
  const findKey = sql.prepare(
    `SELECT access, secret, security_token AS securityToken, user_name AS userName, expires_ms AS expiresMs
     FROM temporary_keys WHERE access = ?`,
  );
  const forgetTokens = sql.prepare('DELETE FROM tokens WHERE expires_ms < ?');
  const forgetKeys = sql.prepare('DELETE FROM temporary_keys WHERE expires_ms < ?');
  const forget = () => {
    forgetTokens.run(clock() - REMEMBERED_MS);
    forgetKeys.run(clock() - REMEMBERED_MS);
  };

  return {
    addToken(token: IssuedToken): string {
      const text = `MII${randomBytes(96).toString('base64url')}`;
      transaction(() => {
        forget();
        addToken.run(digest(text), token.userName, token.project, token.expiresMs);
      });
      return text;
    },
    findToken: (text: string): IssuedToken | null => (findToken.get(digest(text)) as IssuedToken | undefined) ?? null, // columns of a STRICT table
    addKey(userName: string, expiresMs: number): TemporaryKey {
      const key = {
        access: `TEMP${randomBytes(8).toString('hex').toUpperCase()}`,
        secret: randomBytes(20).toString('hex'),
        securityToken: randomBytes(96).toString('base64url'),
        userName,
        expiresMs,
      };
      transaction(() => {
        forget();
        addKey.run(key.access, key.secret, key.securityToken, userName, expiresMs);
      });
      return key;
    },
    findKey: (access: string): TemporaryKey | null => (findKey.get(access) as TemporaryKey | undefined) ?? null, // the same
  };
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
