/**
 * For tests: requests signed by Huawei's own code with the sample keys, as they came in at a loopback port.
 * `node`: `HcClient` of npm's `@huaweicloud/huaweicloud-sdk-core` 3.1.211 (it sends `{}` with a GET, and signs it).
 * `python`: `huaweicloudsdkcore/signer/signer.py` of huaweicloud-sdk-python-v3 at 16b9a02, sent by `requests`.
 * `go`: `signer/signer.go` of chnsz/golangsdk at 09016e4, the one in Huawei's Terraform provider, sent by Go's `net/http`.
 * Neither of the latter two could be installed: the files were copied out of their repositories, Python's without its branch for
 * Python 2, Go's with the escaping of names, which is in another file there, written after its rules.
 * Kept: what is signed, and the headers a signature needs beside it.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { readSignedAt, type SignedRequest } from './signature.ts';

const Recorded = z.object({
  made: z.enum(['node', 'python', 'go']),
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});
export type Recorded = z.infer<typeof Recorded>;

const file = new URL('recorded-requests.json', import.meta.url);
export const RECORDED = z.object({ requests: z.array(Recorded) }).parse(JSON.parse(readFileSync(file, 'utf8'))).requests;

export function toSignedRequest({ method, url, headers, body }: Recorded): SignedRequest {
  const [path = '', query = ''] = url.split('?');
  return { method, path, query, headers: new Headers(headers), host: '', body: Buffer.from(body) };
}

export function signedAtMs({ headers }: Recorded): number {
  return readSignedAt(new Headers(headers)) ?? Number.NaN;
}
