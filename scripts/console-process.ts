/** Starts the console as a process of its own on a free port, for what tests, pictures and benchmarks do to a whole server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startFlags } from './start-flags.ts';

export interface ConsoleProcess {
  pid: number;
  /** `http://127.0.0.1:<port>` */
  address: string;
  /** Asks it to end and waits until it has; the exit code. */
  stop: () => Promise<number | null>;
}

export interface Ended {
  code: number | null;
  /** What it printed, to either stream. */
  lines: string[];
}

export interface ConsoleOptions {
  /** Added to a free port and a quiet log; nothing else of this process's environment but PATH reaches it. */
  env: Record<string, string>;
  args?: string[];
}

/** Resolves once it prints its address, or with what it said when it ended instead. */
export async function startConsole({ env, args = ['--no-build'] }: ConsoleOptions): Promise<ConsoleProcess | Ended> {
  const child = spawn(process.execPath, [...startFlags(), 'scripts/start.mjs', ...args], {
    cwd: join(import.meta.dirname, '..'),
    env: { PATH: process.env['PATH'] ?? '', GROUPAGE_PORT: '0', GROUPAGE_LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  let output = '';
  const address = new Promise<string>((resolve) => {
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /ready at (http:\/\/\S+)/.exec(output)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
  });
  const first = await Promise.race([address, ended]);
  if (typeof first !== 'string') return { code: child.exitCode, lines: output.trim().split('\n') };
  return {
    pid: child.pid ?? 0,
    address: first,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}

/** The same where it has to come up. */
export async function runConsole(options: ConsoleOptions): Promise<ConsoleProcess> {
  const started = await startConsole(options);
  if ('lines' in started) throw new Error(`the console did not start:\n${started.lines.join('\n')}`);
  return started;
}
