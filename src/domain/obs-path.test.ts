import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkKey, formatObsUri, formatObsUrl, isBucketName, KEY_MAX_BYTES, packageNameOf, parseObsPath } from './obs-path.ts';

const HOST = 'https://lake.obs.cn-north-4.myhuaweicloud.com';

/** Bucket, key and region, or the code of the problem. */
function read(typed: string) {
  const parsed = parseObsPath(typed);
  return parsed.ok ? [parsed.path.bucket, parsed.path.key, parsed.path.region, ...parsed.notices] : parsed.problem.code;
}

describe('forms understood', () => {
  test.each([
    [`${HOST}/dli/packages/simple.py`, ['lake', 'dli/packages/simple.py', 'cn-north-4']],
    ['https://lake.obs.local.myhuaweicloud.com/a.jar', ['lake', 'a.jar', 'local']],
    ['HTTPS://Lake.OBS.cn-north-4.MyHuaweiCloud.com/A.jar', ['lake', 'A.jar', 'cn-north-4']],
    ['https://a.b.obs.sa-brazil-1.myhuaweicloud.com/a.jar', ['a.b', 'a.jar', 'sa-brazil-1']],
    ['https://lake.obs.eu-west-101.myhuaweicloud.eu/a.jar', ['lake', 'a.jar', 'eu-west-101']],
    ['https://lake.oss.eu-west-0.prod-cloud-ocb.orange-business.com/a.jar', ['lake', 'a.jar', 'eu-west-0']],
    ['lake.obs.cn-north-4.myhuaweicloud.com/a.jar', ['lake', 'a.jar', 'cn-north-4', 'scheme_added']],
    ['https: //lake.obs.cn-north-4.myhuaweicloud.com/a.jar', ['lake', 'a.jar', 'cn-north-4', 'scheme_blank_repaired']],
    ['obs: // lake/a.jar', ['lake', 'a.jar', null, 'scheme_blank_repaired']],
    ['  obs://lake/a.jar\t', ['lake', 'a.jar', null]],
    ['obs://lake/a b/c.jar', ['lake', 'a b/c.jar', null]],
    [`${HOST}/a%20b/%E8%AE%BA.jar`, ['lake', 'a b/论.jar', 'cn-north-4']],
    ['obs://lake/数据/文件.csv', ['lake', '数据/文件.csv', null]],
    ['obs://lake/100%25.csv', ['lake', '100%.csv', null]],
    ['obs://lake/what?.csv', ['lake', 'what?.csv', null]],
    [`${HOST}/what%3F%23.csv`, ['lake', 'what?#.csv', 'cn-north-4']],
    // Escapes are decoded once: what looks like an escape afterwards is part of the name.
    ['obs://lake/%2541.jar', ['lake', '%41.jar', null]],
  ])('%s', (typed, expected) => {
    expect(read(typed)).toEqual(expected);
  });
});

describe('what is refused, and as what', () => {
  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['util.jar', 'not_obs'],
    ['/etc/passwd', 'not_obs'],
    ['https://example.com/a.jar', 'not_obs'],
    ['https://lake/a.jar', 'not_obs'],
    ['s3a://lake/a.jar', 'scheme_unsupported'],
    ['http://lake.obs.cn-north-4.myhuaweicloud.com/a.jar', 'scheme_unsupported'],
    ['file:///etc/passwd', 'scheme_unsupported'],
    ['https://obs.cn-north-4.myhuaweicloud.com/lake/a.jar', 'path_style'],
    ['https://user@lake.obs.cn-north-4.myhuaweicloud.com/a.jar', 'bad_host'],
    ['https://lake.obs.cn-north-4.myhuaweicloud.com:8443/a.jar', 'bad_host'],
    ['obs://Lake/a.jar', 'bad_bucket'],
    ['obs://la/a.jar', 'bad_bucket'],
    ['obs:///a.jar', 'bad_bucket'],
    ['obs://192.168.0.1/a.jar', 'bad_bucket'],
    ['obs://lake', 'no_key'],
    ['obs://lake/', 'no_key'],
    [`${HOST}`, 'no_key'],
    ['obs://lake/folder/', 'folder'],
    [`${HOST}/a.jar?versionId=1`, 'has_query'],
    [`${HOST}/a.jar#x`, 'has_fragment'],
    ['obs://lake/50%.csv', 'bad_escape'],
    ['obs://lake/%FF.csv', 'bad_escape'],
    ['obs://lake/a%2Fb.jar', 'encoded_slash'],
    ['obs://lake/a%2f..%2fb.jar', 'encoded_slash'],
    ['obs://lake/a\\b.jar', 'backslash'],
    [`${HOST}\\a.jar`, 'backslash'],
    ['obs://lake/../a.jar', 'dot_segment'],
    ['obs://lake/%2e%2e/a.jar', 'dot_segment'],
    ['obs://lake/./a.jar', 'dot_segment'],
    ['obs://lake//etc/passwd', 'empty_segment'],
    ['obs://lake/a//b.jar', 'empty_segment'],
    ['obs://lake/a\u0000.jar', 'control_character'],
    ['obs://lake/a%00.jar', 'control_character'],
    ['obs://lake/a\ud800.jar', 'bad_unicode'],
    [`obs://lake/${'k'.repeat(KEY_MAX_BYTES + 1)}`, 'key_too_long'],
    [`obs://lake/${'论'.repeat(342)}`, 'key_too_long'],
  ])('%j', (typed, code) => {
    expect(read(typed)).toBe(code);
  });
});

const bucket = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{1,30}[a-z0-9]$/).filter(isBucketName);
const key = fc
  .array(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 4 })
  .map((segments) => segments.map((s) => s.replaceAll('/', '_')).join('/'))
  .filter((k) => checkKey(k) === null);
const region = fc.constantFrom('local', 'cn-north-4', 'ap-southeast-1', 'eu-west-101', 'eu-west-0');

describe('round trips', () => {
  test('every legal object survives obs:// and back', () => {
    fc.assert(
      fc.property(bucket, key, (b, k) => {
        expect(parseObsPath(formatObsUri({ bucket: b, key: k }))).toEqual({
          ok: true,
          path: { bucket: b, key: k, region: null },
          notices: [],
        });
      }),
    );
  });

  test('every legal object survives the https form and back, and WHATWG URL sees the same host and path', () => {
    fc.assert(
      fc.property(bucket, key, region, (b, k, r) => {
        const url = formatObsUrl({ bucket: b, key: k }, r);
        expect(parseObsPath(url)).toEqual({ ok: true, path: { bucket: b, key: k, region: r }, notices: [] });
        const seen = new URL(url);
        expect(seen.href).toBe(url);
        expect(decodeURIComponent(seen.pathname)).toBe(`/${k}`);
      }),
    );
  });

  test('no text makes the parser throw, and what it accepts stays inside its bucket', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .tuple(
          fc.constantFrom('obs://lake/', `${HOST}/`),
          fc.array(fc.constantFrom('..', '.', '%2e', '%2F', '/', '\\', 'a', '%00', '%25', ' ', '论')),
        )
        .map(([head, parts]) => head + parts.join('')),
    );
    fc.assert(
      fc.property(hostile, (typed) => {
        const parsed = parseObsPath(typed);
        if (!parsed.ok) return;
        const segments = parsed.path.key.split('/');
        expect(segments).not.toContain('..');
        expect(segments).not.toContain('.');
        expect(segments).not.toContain('');
        expect(parsed.path.key).not.toContain('\u0000');
      }),
    );
  });
});

test('the package name is the last segment of the decoded key', () => {
  expect(packageNameOf({ key: 'dli/packages/x y.py' })).toBe('x y.py');
  expect(packageNameOf({ key: 'x.py' })).toBe('x.py');
});
