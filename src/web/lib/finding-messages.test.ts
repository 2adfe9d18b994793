import { i18n } from '@lingui/core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ObjectFinding } from '../../contract/preflight.ts';
import { messages as en } from '../locales/en.po';
import { messages as pt } from '../locales/pt-BR.po';
import { messages as zh } from '../locales/zh-CN.po';
import { findingMessage, objectWord } from './finding-messages.ts';
import { unreadMessage } from './unread-message.ts';

/** Every code, with whether a row has a word for it. */
const CODES: Record<ObjectFinding, boolean> = {
  object_not_found: true,
  bucket_not_found: true,
  object_denied: true,
  object_folder: true,
  object_archived: true,
  object_unreadable: true,
  object_elsewhere: true,
  object_empty: true,
  built_in_jar: false,
  not_looked: true,
  store_credentials: true,
  store_signature: true,
  store_clock_skew: true,
  store_throttled: true,
  store_unreachable: true,
  store_timeout: true,
  store_failed: true,
};

beforeAll(() => i18n.load({ en, 'pt-BR': pt, 'zh-CN': zh }));

describe.each(['en', 'pt-BR', 'zh-CN'])('findings in %s', (locale) => {
  beforeAll(() => i18n.activate(locale));

  it.each(Object.entries(CODES))('%s', (code, hasWord) => {
    const params = { region: 'cn-north-4', expected: 'local', library: 'guava', version: '32.1.2', runtime: 'Spark 3.3.1' };
    expect(findingMessage({ code, params })).toMatch(/^[^{}]+[.。]$/);
    expect(objectWord({ code }) !== null).toBe(hasWord);
  });

  it('say where a bucket is, as far as the store told', () => {
    const elsewhere = (region: string) => findingMessage({ code: 'object_elsewhere', params: { region, expected: 'local' } });
    expect(elsewhere('cn-north-4')).toContain('cn-north-4');
    expect(elsewhere('unknown')).not.toContain('unknown');
  });

  it('count what could not be read', () => {
    expect(unreadMessage(2, 50)).toMatch(/2.*50|50.*2/);
    expect(unreadMessage(1, 1)).toMatch(/1.*1/);
  });
});

it('other codes of a plan are told in its words, unknown ones as they came', () => {
  i18n.activate('en');
  expect(findingMessage({ code: 'kind_mismatch', params: { kind: 'jar' } })).toMatch(/ending/);
  expect(findingMessage({ code: 'newer_than_this_page' })).toBe('newer_than_this_page');
  expect(objectWord({ code: 'charset' })).toBeNull();
});
