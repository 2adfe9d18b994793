/** `npm run build`: the SPA into dist/, every text file also as .br and .gz, so that the server sends them as they are. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';

const SMALLEST_WORTH_COMPRESSING_BYTES = 1024;
const dist = join(import.meta.dirname, '../dist');

await build({ logLevel: 'warn' });
for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(js|css|svg|json|txt)$/.test(file)) continue;
  const path = join(dist, file);
  const raw = readFileSync(path);
  if (raw.length < SMALLEST_WORTH_COMPRESSING_BYTES) continue;
  writeFileSync(`${path}.gz`, gzipSync(raw, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length };
  writeFileSync(`${path}.br`, brotliCompressSync(raw, { params }));
}
