import { Trans } from '@lingui/react/macro';
import { Button, type ButtonProps } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { createLink } from '@tanstack/react-router';
import type { ReactNode, Ref } from 'react';

interface AnchorButtonProps extends Pick<ButtonProps, 'variant' | 'size' | 'leftSection'> {
  ref?: Ref<HTMLAnchorElement>;
  children?: ReactNode;
}

/** A link that looks like what it is: the way to the form. */
export const LinkButton = createLink(({ variant = 'filled', ...anchor }: AnchorButtonProps) => (
  <Button component="a" variant={variant} {...anchor} />
));

interface NewSubmissionButtonProps {
  projectId: string;
  /** The group to add to; without it the form begins empty. */
  group?: string;
  variant?: 'filled' | 'light';
}

export function NewSubmissionButton({ projectId, group, variant = 'filled' }: NewSubmissionButtonProps) {
  return (
    <LinkButton
      to="/p/$projectId/new"
      params={{ projectId }}
      search={group === undefined ? {} : { group }}
      variant={variant}
      leftSection={<IconPlus size={16} aria-hidden="true" />}
    >
      {group === undefined ? <Trans>New submission</Trans> : <Trans>Add files</Trans>}
    </LinkButton>
  );
}
