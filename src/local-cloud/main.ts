/** `npm run local-cloud`: the local cloud alone on a port, for other programs to be pointed at. */
import { serve } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { pino } from 'pino';
import { readUnseenBody } from './auth/unseen-body.ts';
import { type CommandLine, CommandLineError, HELP, readCommandLine } from './command-line.ts';
import { DataFolderError } from './data-folder.ts';
import { createLocalCloud } from './local-cloud.ts';
import { openRequestLog, type RequestLog } from './request-log.ts';

function start({ port, host, dataDir, logLevel, generate, settings, requestLog, identities }: CommandLine): void {
  // Logs go to standard error: standard output says the address and nothing else.
  const log = pino({ level: logLevel }, pino.destination(2));
  const calls = requestLog === null ? null : openLogAt(requestLog);
  const cloud = createLocalCloud({
    dataDir,
    clock: Date.now,
    log,
    settings,
    ...(identities ? { identities } : {}),
    ...(calls ? { requestLog: calls.write } : {}),
  });
  if (generate !== null) cloud.generate(`many-${generate}`);
  const server = serve(
    {
      hostname: host,
      port,
      async fetch(request, { incoming, outgoing }) {
        try {
          return await cloud.answer(new Request(request), await readUnseenBody(incoming));
        } catch (error) {
          if (!(error instanceof TypeError) && !request.signal.aborted) log.error({ err: error }, 'a request failed');
          outgoing.destroy();
          return RESPONSE_ALREADY_SENT;
        }
      },
    },
    (address) => {
      const shown = host.includes(':') ? `[${host}]` : host;
      console.log(`The local cloud answers at http://${shown}:${address.port}/v2.0/{project_id}/resources (data in ${dataDir})`);
      if (generate !== null) console.log(`${generate} packages are in the project many-${generate}`);
      cloud.seedSamples().catch((error: unknown) => log.warn({ err: error }, 'the sample objects could not all be written'));
    },
  );
  server.once('error', (error: NodeJS.ErrnoException) => {
    void cloud.dispose().finally(() => fail(listenProblem(error, host, port)));
  });

  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(1); // asked twice: at once
    isStopping = true;
    server.close();
    void cloud.dispose().finally(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function openLogAt(file: string): RequestLog {
  try {
    return openRequestLog(file);
  } catch (error) {
    throw new CommandLineError(`--request-log ${file} cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function listenProblem(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is taken by another program. Stop it, or choose another with --port.`;
  if (error.code === 'EACCES') return `Port ${port} may not be opened by you. Choose one above 1023 with --port.`;
  if (error.code === 'EADDRNOTAVAIL') return `This machine has no address ${host}. Use --host 127.0.0.1.`;
  return `The local cloud could not listen on ${host}:${port}: ${error.message}`;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

try {
  const command = readCommandLine(process.argv.slice(2));
  if (command === 'help') console.log(HELP);
  else start(command);
} catch (error) {
  if (error instanceof CommandLineError || error instanceof DataFolderError) fail(error.message);
  throw error;
}
