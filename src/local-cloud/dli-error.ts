/** The refusals of DLI and of the gateway before it, in their own body shapes (dli_02_0056; API Gateway error codes). */

/** `{ error_code, error_msg }`. DLI says most things with 400, its own faults among them. */
export class DliError extends Error {
  readonly status: 400 | 404 | 500;
  readonly code: string;

  constructor(status: 400 | 404 | 500, code: string, message: string) {
    super(message);
    this.name = 'DliError';
    this.status = status;
    this.code = code;
  }
}

/** `{ error_code, error_msg, request_id }`: said by the gateway, so DLI never saw the request. */
export class GatewayError extends Error {
  readonly status: 401 | 403 | 404 | 413 | 429 | 500;
  readonly code: string;
  readonly retryAfterSeconds: number | null;

  constructor(status: GatewayError['status'], code: string, message: string, retryAfterSeconds: number | null = null) {
    super(message);
    this.name = 'GatewayError';
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** `{ error: { code, message, title } }`: said by IAM. */
export class IamError extends Error {
  readonly status: 400 | 401;

  constructor(status: IamError['status'], message: string) {
    super(message);
    this.name = 'IamError';
    this.status = status;
  }
}

/** An answer from something that is not DLI at all, such as a proxy's page. */
export class ForeignAnswer extends Error {
  readonly status: 502;
  readonly html: string;

  constructor(html: string) {
    super('Bad gateway');
    this.name = 'ForeignAnswer';
    this.status = 502;
    this.html = html;
  }
}

/** No answer at all: the connection ends. In process, `fetch` rejects; over HTTP, the socket is destroyed. */
export class ConnectionCut extends Error {
  constructor() {
    super('The connection was cut.');
    this.name = 'ConnectionCut';
  }
}

export function badParameter(message: string): DliError {
  return new DliError(400, 'DLI.0001', message);
}

export function notFound(message: string): DliError {
  return new DliError(404, 'DLI.0023', message);
}
