import { i18n } from '@lingui/core';
import { beforeAll, expect, test } from 'vitest';
import { ApiError } from '../api/client.ts';
import { explainItem } from './item-failures.ts';

beforeAll(() => i18n.loadAndActivate({ locale: 'en', messages: {} }));

function refusedWith(errorCode: string, errorMessage: string): ApiError {
  const upstream = { call: 'PUT /v2.0/p/resources/owner', httpStatus: 400, errorCode, errorMessage, requestId: null, retryAfterMs: null };
  return new ApiError({ code: 'dli_refused', message: 'x', requestId: 'r', status: 422, details: { upstream } });
}

const plain = { group: 'etl', name: 'a.jar' };
const odd = { group: 'etl', name: 'a b.jar' };
const noUser = refusedWith('DLI.0002', 'No such user. userName:ssssss.');
const noValue = refusedWith('DLI.0001', 'resource_name is not legal');

test.each([
  ['changeOwner', plain, noUser, 'DLI knows no such user.'],
  ['changeOwner', odd, noValue, 'DLI refused a value: likely this name, which holds characters outside those it documents for this call.'],
  ['changeOwner', plain, noValue, 'DLI refused the request.'],
  ['changeOwner', plain, refusedWith('DLI.0002', 'There is no group named etl.'), 'DLI refused the request.'],
  ['delete', odd, noValue, 'DLI refused the request.'],
] as const)('%s of %j', (kind, target, error, why) => {
  expect(explainItem(kind, target, error).why).toBe(why);
});
