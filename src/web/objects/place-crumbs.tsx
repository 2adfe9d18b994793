import { Trans, useLingui } from '@lingui/react/macro';
import { Fragment } from 'react';
import { crumbsOf, type ObjectPlace } from '../lib/object-place.ts';
import classes from './object-browser.module.css';

interface PlaceCrumbsProps {
  place: ObjectPlace;
  onGo: (place: ObjectPlace) => void;
}

/** From all buckets down to the folder that is listed. */
export function PlaceCrumbs({ place, onGo }: PlaceCrumbsProps) {
  const { t } = useLingui();
  const crumbs = crumbsOf(place);
  return (
    <nav className={classes.crumbs} aria-label={t`Folder`}>
      {crumbs.length === 0 ? (
        <span aria-current="location">
          <Trans>Buckets</Trans>
        </span>
      ) : (
        <button type="button" onClick={() => onGo({ bucket: '', prefix: '' })}>
          <Trans>Buckets</Trans>
        </button>
      )}
      {crumbs.map((crumb, index) => (
        <Fragment key={crumb.prefix}>
          <span aria-hidden="true">/</span>
          {index === crumbs.length - 1 ? (
            <span aria-current="location" className={classes.crumb}>
              {crumb.name}
            </span>
          ) : (
            <button type="button" className={classes.crumb} onClick={() => onGo(crumb)}>
              {crumb.name}
            </button>
          )}
        </Fragment>
      ))}
    </nav>
  );
}
