/** Answers that are files. */

export interface DownloadParts {
  /** With its charset: "text/csv; charset=utf-8". */
  contentType: string;
  /** As people would name it; made safe here. */
  fileName: string;
  /** How many rows the file has below its head; null where nobody knows before it is written. */
  rows: number | null;
  /** Read as fast as the caller takes it, and no faster. */
  text: AsyncIterable<string>;
}

/** What a handler of a `download` endpoint returns. */
export class Download {
  readonly parts: DownloadParts;

  constructor(parts: DownloadParts) {
    this.parts = parts;
  }
}

const NAME_MAX = 150;

/** Any text as a file name that every system takes: nothing that leads elsewhere, hides, turns the reading direction or ends the header. */
export function safeFileName(name: string): string {
  const shown = name
    .toWellFormed()
    .replace(/[\p{C}\p{Z}"'%*/:<>?\\|]+/gu, '_')
    .replace(/^[.~-]+/, '_');
  const end = /\.\w{1,5}$/.exec(shown)?.[0] ?? '';
  return Array.from(shown.slice(0, shown.length - end.length))
    .slice(0, NAME_MAX - end.length)
    .join('')
    .concat(end);
}

/** RFC 6266: the name itself for today's browsers, an ASCII shadow of it for the others. */
export function contentDisposition(fileName: string): string {
  const name = safeFileName(fileName);
  const shadow = name.replace(/[^\w.-]+/g, '_');
  // Safe names hold none of '()*, the only characters encodeURIComponent leaves that RFC 8187 does not allow, but for brackets.
  const encoded = encodeURIComponent(name).replace(/[()]/g, (bracket) => `%${bracket.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${shadow}"; filename*=UTF-8''${encoded}`;
}

export function streamOf(text: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const parts = text[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(stream) {
      const { done, value } = await parts.next();
      if (done) stream.close();
      else stream.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return?.();
    },
  });
}
