import { ActionIcon, type ActionIconProps } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import classes from './row-menu-button.module.css';

/** The three dots at the end of a row, in the corner of its card on a phone. */
export function RowMenuButton(props: ActionIconProps & ComponentProps<'button'>) {
  return (
    <ActionIcon {...props} className={classes.trigger ?? ''}>
      <IconDotsVertical size={16} aria-hidden="true" />
    </ActionIcon>
  );
}
