import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { PATHS_MAX } from '../../domain/names.ts';
import { byteSize } from '../lib/submission-size.ts';
import classes from './object-browser.module.css';
import { isArchived, type Picks } from './use-picks.ts';

/** What is picked, wherever it is, and what becomes of it. */
export function PicksBar({ picks, children }: { picks: Picks; children: ReactNode }) {
  const { i18n } = useLingui();
  const picked = [...picks.all.values()];
  const archived = picked.filter(isArchived).length;
  const size = byteSize(
    picked.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    i18n.locale,
  );
  const max = i18n.number(PATHS_MAX);
  return (
    <div className={classes.picks}>
      {picks.isCut && (
        <p className={classes.caution} role="status">
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span>
            <Trans>Not all are selected: one submission takes no more than {max} paths.</Trans>
          </span>
        </p>
      )}
      {archived > 0 && (
        <p className={classes.caution}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span>
            <Plural
              value={archived}
              one="# of them is archived. Likely DLI cannot read it before it is restored in OBS."
              other="# of them are archived. Likely DLI cannot read them before they are restored in OBS."
            />
          </span>
        </p>
      )}
      <div className={classes.actions}>
        <span className={classes.sum}>
          {picked.length === 0 ? (
            <Trans>Nothing selected yet</Trans>
          ) : (
            <>
              <Plural value={picked.length} one="# file" other="# files" /> · {size}
            </>
          )}
        </span>
        {picked.length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={picks.clear}>
            <Trans>Clear selection</Trans>
          </Button>
        )}
        {children}
      </div>
    </div>
  );
}
