/** For tests: the local cloud as a process of its own, as `npm run local-cloud` starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

const MAIN = path.join(import.meta.dirname, 'main.ts');

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  /** `http://127.0.0.1:port`, once it says so; rejects when the process ends first. */
  address: Promise<string>;
  ended: Promise<Ended>;
}

export function startProcess(args: string[]): Running {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  const address = Promise.withResolvers<string>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout);
    if (found) address.resolve(found[0]);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      address.reject(new Error(`ended before it listened: ${stderr}`));
      resolve({ code, signal, stdout, stderr });
    });
  });
  // Who only waits for the end does not look at the address.
  address.promise.catch(() => undefined);
  return { child, address: address.promise, ended };
}
