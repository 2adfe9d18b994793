import { describe, expect, it } from 'vitest';
import { readErrorBody } from './error-body.ts';
import { classify, DliError, type DliOperation, type DliProblem, mayHaveBeenTaken } from './errors.ts';

describe('readErrorBody', () => {
  it('reads DLI and its gateway', () => {
    expect(readErrorBody('{"error_msg":"There is no queue named testqueue","error_code":"DLI.0002"}')).toEqual({
      shape: 'flat',
      errorCode: 'DLI.0002',
      errorMessage: 'There is no queue named testqueue',
      requestId: null,
    });
    const gateway = '{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information","request_id":"4f0c"}';
    expect(readErrorBody(gateway)).toMatchObject({ errorCode: 'APIGW.0301', requestId: '4f0c' });
  });

  it('reads IAM', () => {
    const body = '{"error":{"code":401,"message":"The username or password is wrong.","title":"Unauthorized"}}';
    expect(readErrorBody(body)).toMatchObject({ shape: 'iam', errorCode: '401', errorMessage: 'The username or password is wrong.' });
  });

  it('reads OBS', () => {
    const body = '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Denied</Message><RequestId>7a</RequestId></Error>';
    expect(readErrorBody(body)).toEqual({ shape: 'xml', errorCode: 'AccessDenied', errorMessage: 'Denied', requestId: '7a' });
  });

  it('keeps the words of a page, and survives nothing at all', () => {
    const page = '<html><style>b{}</style><body><h1>502 Bad Gateway</h1>\n<hr>nginx</body></html>';
    expect(readErrorBody(page)).toMatchObject({ shape: 'text', errorCode: null, errorMessage: '502 Bad Gateway nginx' });
    expect(readErrorBody('  ')).toEqual({ shape: 'empty', errorCode: null, errorMessage: null, requestId: null });
    for (const odd of ['null', '[]', '"no"', '{"error_code":5}', '{"error":null}', '<', '{']) {
      expect(() => readErrorBody(odd)).not.toThrow();
    }
  });
});

describe('classify', () => {
  const rows: [httpStatus: number, errorCode: string | null, operation: DliOperation, problem: DliProblem][] = [
    [400, 'DLI.0001', 'upload', 'refused'],
    [400, 'DLI.0002', 'get', 'not_found'],
    [404, 'DLI.0002', 'delete', 'not_found'],
    [404, 'DLI.0002', 'updateOwner', 'refused'],
    [400, 'DLI.0002', 'upload', 'refused'],
    [400, 'DLI.0003', 'upload', 'forbidden'],
    [400, 'DLI.0011', 'upload', 'refused'],
    [401, 'DLI.0013', 'list', 'unauthorized'],
    [400, 'DLI.0015', 'list', 'unauthorized'],
    [400, 'DLI.0018', 'upload', 'server_fault'],
    [404, 'DLI.0023', 'get', 'not_found'],
    [400, 'DLI.0023', 'get', 'not_found'],
    [400, 'DLI.0999', 'list', 'server_fault'],
    [400, 'dli.0999', 'list', 'server_fault'],
    [400, 'DLI.1028', 'upload', 'quota'],
    [400, 'DLI.12004', 'upload', 'refused'],
    [404, 'APIGW.0101', 'list', 'not_found'],
    [401, 'APIGW.0301', 'list', 'unauthorized'],
    [401, 'APIG.0301', 'list', 'unauthorized'],
    [403, 'APIGW.0302', 'list', 'forbidden'],
    [429, 'APIGW.0308', 'list', 'throttled'],
    [500, 'APIGW.0601', 'list', 'server_fault'],
    [503, 'APIGW.0613', 'list', 'server_fault'],
    [401, '401', 'list', 'unauthorized'],
    [429, null, 'list', 'throttled'],
    [404, null, 'get', 'not_found'],
  ];
  it.each(rows)('%i %s on %s is %s', (httpStatus, errorCode, operation, problem) => {
    expect(classify({ httpStatus, words: { shape: 'flat', errorCode }, operation, retryAfterMs: null })).toBe(problem);
  });

  it('takes 413 with Retry-After for throttling, and answers in nobody’s words for what they are', () => {
    const none = { shape: 'text', errorCode: null } as const;
    expect(classify({ httpStatus: 413, words: none, operation: 'list', retryAfterMs: 1000 })).toBe('throttled');
    expect(classify({ httpStatus: 413, words: none, operation: 'list', retryAfterMs: null })).toBe('bad_answer');
    expect(classify({ httpStatus: 302, words: none, operation: 'list', retryAfterMs: null })).toBe('bad_answer');
    expect(classify({ httpStatus: 502, words: none, operation: 'list', retryAfterMs: null })).toBe('server_fault');
  });
});

describe('mayHaveBeenTaken', () => {
  const rows: [problem: DliProblem, httpStatus: number | null, errorCode: string | null, expected: boolean][] = [
    ['lost', null, null, true],
    ['timeout', null, null, true],
    ['not_sent', null, null, false],
    ['refused', 400, 'DLI.0001', false],
    ['throttled', 429, 'APIGW.0308', false],
    ['server_fault', 400, 'DLI.0999', false],
    ['server_fault', 400, 'DLI.0018', true],
    ['server_fault', 400, 'DLI.0019', true],
    ['server_fault', 500, 'APIGW.0601', false],
    ['server_fault', 500, 'APIGW.0201', true],
    ['server_fault', 500, null, true],
    ['server_fault', 502, null, true],
    ['server_fault', 504, 'APIGW.0201', true],
    ['bad_answer', 200, null, true],
    ['bad_answer', 400, null, false],
  ];
  it.each(rows)('%s, %s %s: %s', (problem, httpStatus, errorCode, expected) => {
    const evidence = { call: 'POST /', errorMessage: null, requestId: null, retryAfterMs: null };
    expect(mayHaveBeenTaken(new DliError({ problem, httpStatus, errorCode, ...evidence }))).toBe(expected);
  });
});
