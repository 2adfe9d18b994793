/** The server under test: a process that can be killed at any moment, always on the same port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:net';

export interface ServerProcess {
  /** Resolves once it says that it is ready. @throws with what it printed, when it ends by itself before that */
  start(): Promise<void>;
  /** `kill -9`; resolves when it is gone, also where it is just starting. */
  kill(): Promise<void>;
  /** Asks it to end; resolves with its exit code. */
  stop(): Promise<number | null>;
}

export interface ServerProcessOptions {
  args: readonly string[];
  env: Record<string, string>;
  /** Everything it prints is added to it. */
  logFile?: string;
}

export function createServerProcess({ args, env, logFile }: ServerProcessOptions): ServerProcess {
  let child: ChildProcess | null = null;

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    const ending = child;
    if (!ending) return null;
    child = null;
    if (ending.exitCode === null && ending.signalCode === null) {
      const gone = once(ending, 'exit');
      ending.kill(signal);
      await gone;
    }
    return ending.exitCode;
  }

  return {
    async start() {
      const starting = spawn(process.execPath, args, {
        env: { PATH: process.env['PATH'] ?? '', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = starting;
      let printed = '';
      await new Promise<void>((resolve, reject) => {
        for (const stream of [starting.stdout, starting.stderr]) {
          stream.setEncoding('utf8').on('data', (text: string) => {
            printed += text;
            if (logFile) appendFileSync(logFile, text);
            if (/ready at http/.test(printed)) resolve();
          });
        }
        starting.once('error', reject);
        starting.once('exit', (code, signal) => {
          if (signal === 'SIGKILL') resolve();
          else reject(new Error(`the server ended with ${code ?? signal}:\n${printed}`));
        });
      });
    },
    kill: () => end('SIGKILL').then(() => undefined),
    stop: () => end('SIGTERM'),
  };
}

/** Free a moment ago: the server comes back on it after every kill. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
