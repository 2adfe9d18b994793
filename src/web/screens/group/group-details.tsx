import { Trans, useLingui } from '@lingui/react/macro';
import type { Group } from '../../../contract/groups.ts';
import { Fact, Facts } from '../../components/facts.tsx';
import { Name } from '../../components/name.tsx';
import { RawJson } from '../../components/raw-json.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { NoValue } from '../../components/time-cell.tsx';
import { RunWord } from '../../packages/package-columns.tsx';
import classes from './group-details.module.css';

/** What else DLI says of the group itself. */
export function GroupDetails({ group }: { group: Group }) {
  const { t } = useLingui();
  return (
    <section className={classes.details} aria-labelledby="group-details">
      <h2 id="group-details">
        <Trans>Details</Trans>
      </h2>
      <div className={classes.columns}>
        <Facts>
          <Fact label={t`Status of the group`}>
            <StatusBadge status={group.status} raw={group.rawStatus} />
            {group.statusDiffers && (
              <p className={classes.note}>
                <Trans>DLI gives the group itself a status that differs from those of its packages. Go by the packages.</Trans>
              </p>
            )}
          </Fact>
          <Fact label={t`Description`}>{group.description || <NoValue />}</Fact>
          <Fact label={t`Module name`}>{group.moduleName ? <Name>{group.moduleName}</Name> : <NoValue />}</Fact>
          <Fact label={t`Module type`}>{group.moduleType ? <Name>{group.moduleType}</Name> : <NoValue />}</Fact>
          <Fact label={t`Run`}>
            <RunWord isAsync={group.isAsync} />
          </Fact>
        </Facts>
        <RawJson value={group.raw} label={t`The group as DLI sent it`} />
      </div>
    </section>
  );
}
