import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** Where the palette leads to: a new screen is a line here. */
export const SCREENS = [
  { to: '/p/$projectId/groups', label: msg`Package groups` },
  { to: '/p/$projectId/ungrouped', label: msg`Ungrouped packages` },
  { to: '/p/$projectId/modules', label: msg`Built-in modules` },
  { to: '/p/$projectId/objects', label: msg`OBS browser` },
  { to: '/p/$projectId/activity', label: msg`Activity` },
  { to: '/p/$projectId/connection', label: msg`Check connection` },
] as const satisfies readonly { to: string; label: MessageDescriptor }[];
