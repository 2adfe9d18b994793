import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { groupSuggestionsQuery } from '../api/submissions.ts';
import type { PaletteItem } from './palette-items.ts';

const ASK_AFTER_MS = 150;
const SHOWN = 8;

/** The first groups whose name holds what was typed. */
export function useGroupItems(projectId: string | undefined, typed: string) {
  const navigate = useNavigate();
  const [asked] = useDebouncedValue(typed.trim(), ASK_AFTER_MS);
  const { data, isError, isFetching } = useQuery({
    ...groupSuggestionsQuery(projectId ?? '', asked.slice(0, 128), SHOWN),
    enabled: projectId !== undefined,
    placeholderData: keepPreviousData,
  });
  const items = (data?.items ?? []).map(
    ({ name, rollUp }): PaletteItem => ({
      id: `group-${name}`,
      section: 'groups',
      label: name,
      rollUp,
      act: () => void navigate({ to: '/p/$projectId/group', params: { projectId: projectId ?? '' }, search: { name } }),
    }),
  );
  return { items, isError, isSettled: !isFetching && asked === typed.trim() };
}
