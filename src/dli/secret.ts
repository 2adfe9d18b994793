/**
 * A value that is handed over only on request: printing, logging, inspecting or serialising what holds it shows
 * `[secret]`, since the value lives in a private field that no serialiser sees.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }
}
