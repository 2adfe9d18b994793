import { Trans } from '@lingui/react/macro';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { type ObjectPlace, placeUri } from '../lib/object-place.ts';
import { browserStorage, readPlaces } from '../lib/recent-places.ts';
import classes from './object-browser.module.css';

interface RecentPlacesProps {
  projectId: string;
  onGo: (place: ObjectPlace) => void;
}

/** Where files were picked from before; nothing where there was none. */
export function RecentPlaces({ projectId, onGo }: RecentPlacesProps) {
  const [places] = useState(() => readPlaces(browserStorage(), projectId));
  if (places.length === 0) return null;
  return (
    <div className={classes.recent}>
      <span>
        <IconHistory size={14} aria-hidden="true" /> <Trans>Recent</Trans>
      </span>
      {places.map((place) => (
        <button key={placeUri(place)} type="button" title={placeUri(place)} onClick={() => onGo(place)}>
          {place.bucket}/{place.prefix}
        </button>
      ))}
    </div>
  );
}
