import { expect, test } from 'vitest';
import { deniedRightIn } from './denied.ts';

test('the right is read from the words of DLI’s own FAQ', () => {
  const message = "Permission denied for resource 'resources.xxx', User = 'xxx', Action = 'UPDATE_RESOURCE'.";
  expect(deniedRightIn(message)).toEqual({ resource: 'resources.xxx', user: 'xxx', action: 'UPDATE_RESOURCE' });
});

test.each([null, '', 'Permission denied.', "Permission denied for resource 'a', Action = 'B'"])('other words tell none: %s', (message) => {
  expect(deniedRightIn(message)).toBeNull();
});
