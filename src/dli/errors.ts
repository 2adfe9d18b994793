/**
 * Everything that can go wrong with a call of DLI, told apart. The code decides before the status does: DLI answers
 * 400 for a missing object, a denied one, a full quota and its own faults alike (dli_02_0056, dli_03_0195).
 */
import { describeSkew } from './clock-skew.ts';
import type { ErrorWords } from './error-body.ts';

export type DliProblem =
  /** DLI read the request and said no. */
  | 'refused'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'quota'
  | 'throttled'
  /** DLI or a gateway before it failed. */
  | 'server_fault'
  /** An answer that cannot be DLI's: not JSON, or a redirect. */
  | 'bad_answer'
  /** The connection was never made: nothing was sent. */
  | 'not_sent'
  /** The connection broke after the request may have been sent. */
  | 'lost'
  | 'timeout';

/** `get`, `delete`, … : the calls by their place in the client, and what is asked of IAM before them. */
export type DliOperation =
  | 'list'
  | 'get'
  | 'delete'
  | 'updateOwner'
  | 'upload'
  | 'getTags'
  | 'setTags'
  | 'listTags'
  | 'removeTags'
  | 'getQuotas'
  | 'signIn'
  | 'findProject'
  | 'makeKeys';

export interface DliEvidence {
  problem: DliProblem;
  /** Method and address, such as `GET /v2.0/local/resources`. */
  call: string;
  httpStatus: number | null;
  errorCode: string | null;
  errorMessage: string | null;
  requestId: string | null;
  retryAfterMs: number | null;
  /** `credentials`: IAM was being asked for them, and the call they were for was not sent. Default `call`. */
  stage?: 'call' | 'credentials';
  /** Not sent since calls have been failing from then on (epoch milliseconds). */
  since?: number | null;
  /** How far the server's clock is ahead of this machine's, where that explains the refusal. */
  clockSkewMs?: number | null;
}

export class DliError extends Error implements DliEvidence {
  readonly problem: DliProblem;
  readonly call: string;
  readonly httpStatus: number | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;
  readonly stage: 'call' | 'credentials';
  readonly since: number | null;
  readonly clockSkewMs: number | null;

  constructor(evidence: DliEvidence, options?: ErrorOptions) {
    super(describe(evidence), options);
    this.name = 'DliError';
    this.problem = evidence.problem;
    this.call = evidence.call;
    this.httpStatus = evidence.httpStatus;
    this.errorCode = evidence.errorCode;
    this.errorMessage = evidence.errorMessage;
    this.requestId = evidence.requestId;
    this.retryAfterMs = evidence.retryAfterMs;
    this.stage = evidence.stage ?? 'call';
    this.since = evidence.since ?? null;
    this.clockSkewMs = evidence.clockSkewMs ?? null;
  }
}

function describe({ call, problem, since, clockSkewMs }: DliEvidence): string {
  const reasons = [
    ...(typeof since === 'number' ? [`nothing has answered since ${new Date(since).toISOString()}`] : []),
    ...(typeof clockSkewMs === 'number' ? [describeSkew(clockSkewMs)] : []),
  ];
  return [`${call}: ${problem}`, ...reasons].join('; ');
}

/** Calls that name one package: an object that does not exist is that package. */
const ABOUT_ONE_PACKAGE: ReadonlySet<DliOperation> = new Set(['get', 'delete', 'getTags', 'setTags', 'removeTags']);

const BY_DLI_CODE: Record<string, DliProblem> = {
  'DLI.0003': 'forbidden',
  'DLI.0013': 'unauthorized',
  'DLI.0014': 'unauthorized',
  'DLI.0015': 'unauthorized',
  'DLI.0016': 'forbidden',
  'DLI.0018': 'server_fault',
  'DLI.0019': 'server_fault',
  'DLI.0023': 'not_found',
  'DLI.0999': 'server_fault',
  'DLI.1028': 'quota',
};

/** Numbers of the gateway's codes (`APIGW.0301`; older gateways print `APIG.`). */
const BY_GATEWAY_NUMBER: Record<string, DliProblem> = {
  '0301': 'unauthorized',
  '0302': 'forbidden',
  '0303': 'unauthorized',
  '0304': 'forbidden',
  '0305': 'unauthorized',
  '0306': 'forbidden',
  '0307': 'unauthorized',
  '0308': 'throttled',
  '0310': 'forbidden',
  '0401': 'forbidden',
  '0402': 'forbidden',
  '0802': 'forbidden',
};

export function classify(answer: {
  httpStatus: number;
  words: Pick<ErrorWords, 'shape' | 'errorCode'>;
  operation: DliOperation;
  retryAfterMs: number | null;
}): DliProblem {
  const { httpStatus, words, operation } = answer;
  const code = words.errorCode?.toUpperCase() ?? '';
  // "Object does not exist" is an absent package where one was asked for; on a submission it is a refusal (a missing
  // OBS object), on an owner change as well (no such user, dli_02_0253).
  if (code === 'DLI.0002') return ABOUT_ONE_PACKAGE.has(operation) ? 'not_found' : 'refused';
  const known = BY_DLI_CODE[code] ?? BY_GATEWAY_NUMBER[/^APIGW?\.(\d+)$/.exec(code)?.[1] ?? ''];
  if (known) return known;
  if (httpStatus === 401) return 'unauthorized';
  if (httpStatus === 403) return 'forbidden';
  if (httpStatus === 404) return 'not_found';
  // The status-code page gives 413 the meaning of throttling for a while, told by Retry-After (dli_02_0057).
  if (httpStatus === 429 || (httpStatus === 413 && answer.retryAfterMs !== null)) return 'throttled';
  if (httpStatus >= 500) return 'server_fault';
  return httpStatus >= 400 && words.shape !== 'text' && words.shape !== 'empty' ? 'refused' : 'bad_answer';
}

/**
 * Whether a failed write may still have been carried out, so that only a read can tell. An error in DLI's or the
 * gateway's own words settles it, except for DLI's two time-outs of a task (0018, 0019) and what a gateway says of a
 * server behind it that did not answer (502, 504, APIGW.0201); a 5xx in nobody's words settles nothing.
 */
export function mayHaveBeenTaken({ problem, httpStatus, errorCode, stage }: DliError): boolean {
  if (stage === 'credentials') return false;
  if (problem === 'lost' || problem === 'timeout') return true;
  if (problem === 'not_sent') return false;
  if (problem === 'bad_answer') return httpStatus === null || httpStatus < 400;
  const code = errorCode?.toUpperCase() ?? '';
  if (code === 'DLI.0018' || code === 'DLI.0019') return true;
  if (httpStatus === null || httpStatus < 500) return false;
  return httpStatus === 502 || httpStatus === 504 || code === '' || /^APIGW?\.0201$/.test(code);
}
