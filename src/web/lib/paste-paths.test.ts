import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseObsPath } from '../../domain/obs-path.ts';
import { splitPaste } from './paste-paths.ts';

const A = 'obs://sample-jars/etl/etl-core.jar';
const B = 'https://sample-jars.obs.local.myhuaweicloud.com/etl/etl%20udf.jar';
const C = 'sample-jars.obs.cn-north-4.myhuaweicloud.com/etl/third.jar';

describe('splitPaste finds the paths in', () => {
  const shapes: Record<string, [string, string[]]> = {
    'one path': [A, [A]],
    'one a line': [`${A}\n${B}\n${C}\n`, [A, B, C]],
    'Windows lines with blank ones': [`\r\n${A}\r\n\r\n${B}\r\n`, [A, B]],
    'a comma list': [`${A}, ${B},${C}`, [A, B, C]],
    'semicolons and tabs': [`${A};${B}\t${C}`, [A, B, C]],
    'blanks between': [`${A} ${B}   ${C}`, [A, B, C]],
    'pipes between': [`${A} | ${B}|${C}`, [A, B, C]],
    'a JSON list': [JSON.stringify([A, B, C], null, 2), [A, B, C]],
    'a JSON list with a trailing comma': [`[\n  "${A}",\n  "${B}",\n]`, [A, B]],
    'lines out of a JSON list': [`  "${A}",\n  "${B}"`, [A, B]],
    'a DLI request body': [JSON.stringify({ paths: [A, B], kind: 'jar', group: 'etl', tags: [{ key: 'a', value: 'b' }] }), [A, B]],
    'a list of objects': [
      JSON.stringify([
        { name: 'x', path: A },
        { name: 'y', path: B },
      ]),
      [A, B],
    ],
    'a JavaScript list': [`paths = ['${A}', '${B}'];`, [A, B]],
    'an unquoted list in brackets': [`[${A}, ${B}]`, [A, B]],
    bullets: [`- ${A}\n* ${B}\n• ${C}`, [A, B, C]],
    numbers: [`1. ${A}\n2) ${B}\n`, [A, B]],
    'quotes of all sorts': [`"${A}"\n'${B}'\n\`${C}\``, [A, B, C]],
    'a column with a heading': [`OBS path\n${A}\n${B}`, [A, B]],
    'CSV with a header': [`name,path,size\netl-core.jar,${A},12\netl udf.jar,${B},34`, [A, B]],
    'CSV with quoted cells': [`"path","size"\n"obs://bucket/a,b.csv","12"\n"${B}","3"`, ['obs://bucket/a,b.csv', B]],
    'CSV with an unquoted comma in a key': [`path,size\nobs://bucket/a,b.csv,12\n${A},3`, ['obs://bucket/a,b.csv', A]],
    'a spreadsheet': [`Name\tOBS path\tModified\nx\t${A}\t2026-01-01\ny\t${B}\t2026-01-02`, [A, B]],
    'tab columns without a header': [`x\t${A}\t12\ny\t${B}\t13`, [A, B]],
    'quoted columns without a header': [`"obs://bucket/a,b.csv",12\n"${A}",13`, ['obs://bucket/a,b.csv', A]],
    'a log': [`uploaded <${A}>\nuploaded <${B}>`, [A, B]],
    YAML: [`paths:\n  - ${A}\n  - "${B}"`, [A, B]],
    Terraform: [`object_path = "${A}"`, [A]],
    comments: [`# jars of the etl job\n${A}\n# and\n${B}`, [A, B]],
    'a byte order mark': [`\uFEFF${A}\n${B}`, [A, B]],
  };
  it.each(Object.entries(shapes))('%s', (_name, [text, paths]) => {
    expect(splitPaste(text).paths).toEqual(paths);
  });
});

describe('splitPaste keeps', () => {
  it.each([
    'obs://bucket/a,b.csv',
    'obs://bucket/a, b; c.csv',
    'obs://bucket/two words.csv',
    "obs://bucket/it's.jar",
    'obs://bucket/copy (1).jar',
    'obs://bucket/data(1)',
    'obs://bucket/a=b/part-0.csv',
    'https: //bucket.obs.local.myhuaweicloud.com/x.jar',
    'https:// bucket.obs.local.myhuaweicloud.com/x.jar',
    'http://bucket.obs.local.myhuaweicloud.com/x.jar',
    's3a://bucket/x.jar',
    'obs://bucket/folder/',
    'obs://桶/数据.csv',
  ])('%s whole', (path) => {
    expect(splitPaste(`${path}\n${A}`).paths).toEqual([path, A]);
  });

  it('a line that is no address, so that its row can say so', () => {
    expect(splitPaste(`${A}\nsample-jars/etl/etl-core.jar\n${B}`).paths).toEqual([A, 'sample-jars/etl/etl-core.jar', B]);
    expect(splitPaste('util.jar\nobs://b/x').paths).toContain('util.jar');
  });

  it('count of what it left out', () => {
    expect(splitPaste(`# mine\n${A}`).skipped).toEqual(['# mine']);
    expect(splitPaste(`name,path\nx,${A}`).skipped).toEqual(['name,path']);
  });

  it('nothing of blank text', () => {
    expect(splitPaste(' \n\t\n ')).toEqual({ paths: [], skipped: [] });
    expect(splitPaste('[]').paths).toEqual([]);
  });
});

describe('whatever joins n paths, the same n come out', () => {
  const segment = fc
    .string({ unit: fc.constantFrom(...Array.from('abcXYZ019._-,;=+@!~&()é数 ')), minLength: 1, maxLength: 12 })
    // A key that begins or ends with a separator cannot be told from the separator beside it.
    .filter((text) => /^[\p{L}\p{N}_]/u.test(text) && /[\p{L}\p{N}_]$/u.test(text));
  const key = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const path = fc.oneof(
    key.map((k) => `obs://bucket-1/${k}`),
    key.map((k) => `https://bucket-1.obs.cn-north-4.myhuaweicloud.com/${k}`),
  );
  const joins: Record<string, (paths: string[]) => string> = {
    newline: (paths) => paths.join('\n'),
    'carriage return': (paths) => paths.join('\r\n'),
    'blank line': (paths) => `${paths.join('\n\n')}\n`,
    comma: (paths) => paths.join(','),
    'comma and blank': (paths) => paths.join(', '),
    semicolon: (paths) => paths.join('; '),
    tab: (paths) => paths.join('\t'),
    JSON: (paths) => JSON.stringify(paths),
    'quoted lines': (paths) => paths.map((p) => `"${p}"`).join(',\n'),
    dashes: (paths) => paths.map((p) => `- ${p}`).join('\n'),
    'CSV with a header': (paths) => ['id,path,size', ...paths.map((p, i) => `${i},"${p}",7`)].join('\n'),
    'CSV of one column': (paths) => ['path', ...paths].join('\n'),
    mixed: (paths) => paths.reduce((text, p, i) => text + (i === 0 ? '' : [',', '\n', ' , \n', '\t', ';'][i % 5]) + p, ''),
  };
  it.each(Object.entries(joins))('%s', (_name, join) => {
    fc.assert(
      fc.property(fc.array(path, { minLength: 1, maxLength: 30 }), (paths) => {
        expect(splitPaste(join(paths)).paths).toEqual(paths);
        expect(paths.every((p) => parseObsPath(p).ok)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
