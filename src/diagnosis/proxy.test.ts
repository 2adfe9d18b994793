import { expect, test } from 'vitest';
import { proxyFor } from './proxy.ts';

const DLI = new URL('https://dli.cn-north-4.myhuaweicloud.com');
const PROXY = 'http://proxy.example:3128';

test.each([
  [{}, null],
  [{ HTTPS_PROXY: PROXY }, 'proxy.example:3128'],
  [{ https_proxy: PROXY, HTTPS_PROXY: 'http://other.example:1' }, 'proxy.example:3128'],
  [{ HTTP_PROXY: PROXY }, null],
  [{ HTTPS_PROXY: PROXY, NO_PROXY: '*' }, null],
  [{ HTTPS_PROXY: PROXY, NO_PROXY: 'localhost, .myhuaweicloud.com' }, null],
  [{ HTTPS_PROXY: PROXY, NO_PROXY: '*.myhuaweicloud.com' }, null],
  [{ HTTPS_PROXY: PROXY, NO_PROXY: 'dli.cn-north-4.myhuaweicloud.com:443' }, null],
  [{ HTTPS_PROXY: PROXY, NO_PROXY: 'dli.cn-north-4.myhuaweicloud.com:8443' }, 'proxy.example:3128'],
  [{ HTTPS_PROXY: PROXY, NO_PROXY: 'myhuaweicloud.com' }, 'proxy.example:3128'],
])('%j', (env, expected) => {
  expect(proxyFor(DLI, env)?.host ?? null).toBe(expected);
});
