import type { Messages } from '@lingui/core';

/**
 * English as far as its modules are loaded: the build lets each add its own messages (scripts/english-in-place.ts). In
 * development it stays empty, and Lingui reads the messages from the code.
 */
export const english: Messages = {};
