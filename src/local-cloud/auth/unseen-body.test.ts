import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readUnseenBody } from './unseen-body.ts';

const incoming = (method: string, headers: Record<string, string>, text: string) =>
  Object.assign(Readable.from([Buffer.from(text)]), { method, headers });

test('the body of a GET is read where there is one', async () => {
  expect(await readUnseenBody(incoming('GET', { 'content-length': '2' }, '{}'))).toEqual(Buffer.from('{}'));
  expect(await readUnseenBody(incoming('GET', { 'transfer-encoding': 'chunked' }, '{}'))).toEqual(Buffer.from('{}'));
  expect(await readUnseenBody(incoming('GET', {}, ''))).toBeUndefined();
  expect(await readUnseenBody(incoming('GET', { 'content-length': '0' }, ''))).toBeUndefined();
});

test('that of another method is left alone, as is one that is too large', async () => {
  expect(await readUnseenBody(incoming('POST', { 'content-length': '2' }, '{}'))).toBeUndefined();
  expect(await readUnseenBody(incoming('GET', { 'content-length': '99999' }, ''))).toBeUndefined();
  expect(await readUnseenBody(incoming('GET', { 'transfer-encoding': 'chunked' }, 'x'.repeat(70_000)))).toBeUndefined();
});
