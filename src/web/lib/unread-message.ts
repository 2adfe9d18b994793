import { i18n } from '@lingui/core';
import { plural } from '@lingui/core/macro';

/** “2 of 50 objects could not be read by this console. DLI may read with other rights.” */
export function unreadMessage(unread: number, total: number): string {
  const count = i18n.number(unread);
  return plural(total, {
    one: `${count} of # object could not be read by this console. DLI may read with other rights.`,
    other: `${count} of # objects could not be read by this console. DLI may read with other rights.`,
  });
}
