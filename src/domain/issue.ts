/**
 * Something wrong, or worth a warning, with one value: a code and its numbers, never a sentence.
 * The browser turns codes into the reader's language (`web/lib/messages`); everybody else compares codes.
 */
export interface Issue<Code extends string = string> {
  code: Code;
  params?: Record<string, string | number>;
}

/** Errors stop a submission; warnings are told and do not. */
export interface Verdict<Code extends string = string> {
  errors: Issue<Code>[];
  warnings: Issue<Code>[];
}
