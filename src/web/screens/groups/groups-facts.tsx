import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { GroupList } from '../../../contract/groups.ts';
import classes from './groups-facts.module.css';

/** Over the whole project, whatever the filter. */
export function GroupsFacts({ counts }: { counts: GroupList['counts'] }) {
  const { i18n } = useLingui();
  return (
    <>
      <span>
        <Plural value={counts.groups} one="# group" other="# groups" />
      </span>
      {counts.uploading > 0 && (
        <span className={classes.uploading}>
          <Trans>{i18n.number(counts.uploading)} uploading</Trans>
        </span>
      )}
      {counts.failed > 0 && (
        <span className={classes.failed}>
          <Trans>{i18n.number(counts.failed)} failed</Trans>
        </span>
      )}
      {counts.modules > 0 && (
        <span>
          <Plural value={counts.modules} one="# built-in module" other="# built-in modules" />
        </span>
      )}
    </>
  );
}
