import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { PATHS_MAX } from '../../../domain/names.ts';
import { Screen } from '../../components/screen.tsx';
import { normalAddress } from '../../lib/object-place.ts';
import { keepPicked } from '../../lib/picked-paths.ts';
import { browserStorage, rememberPlaces } from '../../lib/recent-places.ts';
import { tabStorage } from '../../lib/tab-storage.ts';
import { ObjectBrowser } from '../../objects/object-browser.tsx';
import { PicksBar } from '../../objects/picks-bar.tsx';
import { pathsOf, placesOf, usePicks } from '../../objects/use-picks.ts';
import classes from './objects-screen.module.css';

const route = getRouteApi('/p/$projectId/objects');
const NONE: ReadonlySet<string> = new Set();

export function ObjectsScreen() {
  const { projectId } = route.useParams();
  return <Objects key={projectId} projectId={projectId} />;
}

function Objects({ projectId }: { projectId: string }) {
  const { t } = useLingui();
  const navigate = route.useNavigate();
  const address = normalAddress(route.useSearch());
  const picks = usePicks(PATHS_MAX);
  const [isRefused, setRefused] = useState(false);

  function submit() {
    rememberPlaces(browserStorage(), projectId, placesOf(picks));
    const picked = keepPicked(tabStorage(), projectId, pathsOf(picks));
    setRefused(picked === null);
    if (picked !== null) void navigate({ to: '/p/$projectId/new', params: { projectId }, search: { picked } });
  }
  const count = picks.all.size;
  return (
    <Screen
      title={t`OBS browser`}
      heading={<Trans>OBS browser</Trans>}
      facts={<Trans>Select objects in as many folders as you like, then submit them together.</Trans>}
    >
      <div className={classes.list}>
        <ObjectBrowser
          projectId={projectId}
          address={address}
          // Typing does not fill the history; every folder is a step back.
          onGo={(search, isSearch) => void navigate({ search, replace: isSearch, resetScroll: false })}
          picks={picks}
          present={NONE}
        />
      </div>
      <div className={classes.bar}>
        {isRefused && (
          <p role="alert">
            <Trans>
              This browser keeps nothing for this page, so the selection cannot be taken along. Use “Browse OBS…” in the form instead.
            </Trans>
          </p>
        )}
        <PicksBar picks={picks}>
          <Button onClick={submit} disabled={count === 0}>
            <Plural value={count} _0="Submit files…" one="Submit # file…" other="Submit # files…" />
          </Button>
        </PicksBar>
      </div>
    </Screen>
  );
}
