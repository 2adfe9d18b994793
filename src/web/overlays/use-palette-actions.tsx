import { useLingui } from '@lingui/react/macro';
import { useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { sessionQuery } from '../api/session.ts';
import { chooseLocale } from '../i18n.ts';
import { LANGUAGES, LOCALES } from '../lib/match-locale.ts';
import { setTimeZone, useTimeZone } from '../lib/preferences.ts';
import { shortcutAct } from '../lib/shortcuts.ts';
import type { OverlayProps } from '../shell/overlays.tsx';
import type { PaletteItem } from './palette-items.ts';

/** What can be done from anywhere. The choices that stand already are not offered. */
export function usePaletteActions({ projectId, onOpen }: Pick<OverlayProps, 'projectId' | 'onOpen'>): PaletteItem[] {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const zone = useTimeZone();
  const { data: session } = useQuery(sessionQuery());
  const others = (session?.projects ?? []).filter(({ id }) => session?.mode === 'cloud' && id !== projectId);
  const checkNow = shortcutAct('refresh');
  const schemes = [
    { scheme: 'light', word: t`Light` },
    { scheme: 'dark', word: t`Dark` },
    { scheme: 'auto', word: t`System` },
  ] as const;
  const zones = [
    { choice: 'local', word: t`Local` },
    { choice: 'utc', word: t`UTC` },
  ] as const;
  const setting = (id: string, area: string, word: string, act: () => void): PaletteItem => ({
    id,
    section: 'actions',
    label: `${area}: ${word}`,
    isSetting: true,
    act,
  });
  return [
    ...(projectId === undefined
      ? []
      : [
          {
            id: 'new',
            section: 'actions',
            shortcut: 'new',
            label: t`New submission`,
            act: () => void navigate({ to: '/p/$projectId/new', params: { projectId } }),
          } as const,
        ]),
    ...(checkNow ? [{ id: 'refresh', section: 'actions', shortcut: 'refresh', label: t`Check now`, act: checkNow } as const] : []),
    { id: 'help', section: 'actions', shortcut: 'help', label: t`Help`, act: () => onOpen('help') },
    ...others.map(({ id, name, region }) =>
      setting(
        `project-${id}`,
        t`Switch project`,
        name === region ? name : `${name} · ${region}`,
        () => void navigate({ to: '/p/$projectId/groups', params: { projectId: id } }),
      ),
    ),
    ...schemes
      .filter(({ scheme }) => scheme !== colorScheme)
      .map(({ scheme, word }) => setting(`scheme-${scheme}`, t`Appearance`, word, () => setColorScheme(scheme))),
    ...zones
      .filter(({ choice }) => choice !== zone)
      .map(({ choice, word }) => setting(`zone-${choice}`, t`Times`, word, () => setTimeZone(choice))),
    ...LOCALES.filter((locale) => locale !== i18n.locale).map((locale) =>
      // A catalogue that cannot be fetched leaves the language as it is; Display says so.
      setting(`locale-${locale}`, t`Language`, LANGUAGES[locale], () => void chooseLocale(locale).catch(() => {})),
    ),
  ];
}
