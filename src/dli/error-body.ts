/**
 * What an error answer says. Four shapes reach a client of DLI:
 *   DLI and its gateway   { error_code, error_msg, request_id? }   (dli_02_0056; APIGW error codes)
 *   IAM                   { error: { code, message, title } }
 *   OBS                   <Error><Code/><Message/><RequestId/></Error>
 *   anything in between   a proxy's HTML, or nothing at all
 */
export interface ErrorWords {
  shape: 'flat' | 'iam' | 'xml' | 'text' | 'empty';
  errorCode: string | null;
  errorMessage: string | null;
  /** The gateway repeats its request id in the body. */
  requestId: string | null;
}

const EXCERPT_LENGTH = 200;

export function readErrorBody(body: string): ErrorWords {
  const text = body.trim();
  if (text === '') return { shape: 'empty', errorCode: null, errorMessage: null, requestId: null };
  const json = parseJson(text);
  if (isRecord(json)) return isRecord(json.error) ? readIam(json.error) : readFlat(json);
  if (/^<(\?xml|Error\b)/.test(text)) return readXml(text);
  return { shape: 'text', errorCode: null, errorMessage: excerpt(text), requestId: null };
}

function readFlat(json: Record<string, unknown>): ErrorWords {
  return {
    shape: 'flat',
    errorCode: textOf(json.error_code),
    // `message` stands in the { is_success, message } answers.
    errorMessage: textOf(json.error_msg) ?? textOf(json.message),
    requestId: textOf(json.request_id),
  };
}

function readIam(error: Record<string, unknown>): ErrorWords {
  return { shape: 'iam', errorCode: textOf(error.code), errorMessage: textOf(error.message) ?? textOf(error.title), requestId: null };
}

function readXml(text: string): ErrorWords {
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? null;
  return { shape: 'xml', errorCode: element('Code'), errorMessage: element('Message'), requestId: element('RequestId') };
}

/** A page's words without its tags: evidence for the details pane, never a headline. */
function excerpt(text: string): string {
  const words = text
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words.length > EXCERPT_LENGTH ? `${words.slice(0, EXCERPT_LENGTH)}…` : words;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}
