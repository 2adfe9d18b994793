import { i18n } from '@lingui/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ApiError } from '../api/client.ts';
import { explainError } from './error-messages.ts';
import { explainRefusal } from './refusal-messages.ts';

beforeAll(() => i18n.loadAndActivate({ locale: 'en', messages: {} }));

/** Every code of DLI's own table (dli_02_0056), and of its gateway; those in one line mean the same. */
const DLI_CODES = '0001 0002 0003 0004 0005 0006 0007 0008 0009 0011 0012 0013 0014 0015 0016 0018 0019 0023 0100 0999 1028'.split(' ');
const GATEWAY_CODES =
  '0101,0103,0104 0105 0106,0201,0301,0302,0303 0304 0305,0306,0307,0308,0310,0401 0402,0601 0605 0606,0602,0607,0610 0613,0802'.split(',');

function refusalOf(errorCode: string | null, denied?: { user: string; action: string; resource: string }): ApiError {
  const upstream = {
    call: 'POST /v2.0/p/resources',
    httpStatus: 400,
    errorCode,
    errorMessage: 'x',
    requestId: null,
    retryAfterMs: null,
    ...(denied && { denied }),
  };
  return new ApiError({ code: 'dli_refused', message: 'x', requestId: 'r', status: 422, details: { upstream } });
}

describe('a refusal', () => {
  it('has words of its own for every documented code, and says what to do', () => {
    const codes = [...DLI_CODES.map((code) => `DLI.${code}`), ...GATEWAY_CODES.map((codes) => `APIGW.${codes.split(' ')[0]}`)];
    const told = codes.map((code) => explainRefusal(refusalOf(code)));
    expect(new Set(told.map(({ why }) => why)).size).toBe(codes.length);
    expect(told.map(({ why }) => why)).not.toContain(explainError(refusalOf(null)).why);
    expect(told.filter(({ remedy }) => remedy === '')).toEqual([]);
  });

  it.each(GATEWAY_CODES.flatMap((codes) => codes.split(' ')))('of the gateway, %s, is told under its older name too', (code) => {
    expect(explainRefusal(refusalOf(`APIG.${code}`))).toEqual(explainRefusal(refusalOf(`APIGW.${code}`)));
    expect(explainRefusal(refusalOf(`APIG.${code}`))).not.toEqual(explainError(refusalOf(null)));
  });

  it('names the right that is missing, where DLI does', () => {
    const denied = { user: 'bob_dev', action: 'UPDATE_GROUP', resource: 'groups.etl' };
    const { why, remedy } = explainRefusal(refusalOf('DLI.0003', denied));
    expect(why).toBe('DLI says that bob_dev misses the right UPDATE_GROUP on groups.etl.');
    expect(remedy).toContain('owner of the group');
  });

  it('with a code that nobody documents is told as any other', () => {
    for (const error of [refusalOf('DLI.12004'), refusalOf(null), new Error('x')])
      expect(explainRefusal(error)).toEqual(explainError(error));
  });
});
