/**
 * What DLI's own documentation says of a field, in its words, and what we add. The quotations stay in the language and on
 * the page they come from: the API reference, one page per call.
 */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { UPLOAD_PAGE } from './dli-pages.ts';

export interface HelpTopic {
  /** Not the words of the field or column itself, which stand right beside it. */
  name: MessageDescriptor;
  /** None where DLI has no such field. */
  quotes: readonly string[];
  page: string;
  note: MessageDescriptor;
}

export const HELP_TOPICS = {
  group: {
    name: msg`the group`,
    quotes: ['Name of the group to be created.'],
    page: UPLOAD_PAGE,
    note: msg`The name of a group that exists sends to that group. Huawei’s pages disagree on what becomes of its other packages; the review says what is known.`,
  },
  kind: {
    name: msg`jar, pyFile, file, modelFile`,
    quotes: [
      'If the same group of packages to be uploaded contains different file types, select file as the type of the file to be uploaded.',
    ],
    page: UPLOAD_PAGE,
    note: msg`DLI does not check that the kind fits the file.`,
  },
  paths: {
    name: msg`which files`,
    quotes: ['List of OBS object paths. The OBS object path refers to the OBS object URL.'],
    page: UPLOAD_PAGE,
    note: msg`No file leaves this browser: the objects are in OBS already, and DLI makes its own copy. It keeps no record of the path.`,
  },
  async: {
    name: msg`sync or async`,
    quotes: [
      'Whether to upload resource packages in asynchronous mode.',
      'You are advised to upload resource packages in asynchronous mode.',
    ],
    page: UPLOAD_PAGE,
    note: msg`The field is is_async; without it DLI takes false.`,
  },
  tags: {
    name: msg`tagging`,
    quotes: ['A tag key can contain a maximum of 128 characters.', 'A tag value can contain a maximum of 255 characters.'],
    page: UPLOAD_PAGE,
    note: msg`Every package of the submission gets them, the group itself does not. DLI’s list leaves them out: they are read and changed in a package’s details.`,
  },
  status: {
    name: msg`package states`,
    quotes: [
      'UPLOADING indicates that the resource package group is being uploaded.',
      'READY indicates that the resource package has been uploaded.',
      'FAILED indicates that the resource package fails to be uploaded.',
    ],
    page: UPLOAD_PAGE,
    note: msg`DLI gives no reason for a failure and no progress. Its own console prints READY as “Finished”.`,
  },
  path: {
    name: msg`where it came from`,
    quotes: [],
    page: UPLOAD_PAGE,
    note: msg`DLI never tells where a package came from. This is what was submitted from this console, or a path that a user attached, on their word. “not from here”: this console did not submit it. “changed since”: what DLI lists now is another upload than that.`,
  },
  took: {
    name: msg`time until Ready`,
    quotes: [],
    page: UPLOAD_PAGE,
    note: msg`DLI does not say when a package became ready. This is measured here, from the submission to the first read that was final; a dash where nobody watched.`,
  },
  underlyingName: {
    name: msg`name in the queue`,
    quotes: ['Name of the resource packages in a queue.'],
    page: UPLOAD_PAGE,
    note: msg`The field is underlying_name. It may be the file name, or begin with an id.`,
  },
} as const satisfies Record<string, HelpTopic>;

export type HelpTopicId = keyof typeof HELP_TOPICS;
