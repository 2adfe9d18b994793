import { Trans } from '@lingui/react/macro';
import { type QueryKey, type UseQueryOptions, useQuery } from '@tanstack/react-query';
import type { ComponentProps, ReactNode } from 'react';
import { useCheckNow } from '../api/check-now.ts';
import { type Answered, ApiError } from '../api/client.ts';
import type { Reading } from '../api/groups.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { RefreshBar } from '../components/refresh-bar.tsx';

/**
 * What a screen that lists something has in common with the others: its read, the failure of it, and the bar that says when
 * it was read. With older data at hand that is kept, and a failure is a word beside its time; with none it is all there is.
 */
export function useReading<T, K extends QueryKey>(
  optionsFor: (reading?: Reading) => UseQueryOptions<Answered<T>, Error, Answered<T>, K>,
  what: ReactNode,
  explain?: ComponentProps<typeof ErrorPanel>['explain'],
) {
  const options = optionsFor();
  const query = useQuery(options);
  const { data: answered, error, isPlaceholderData } = query;
  const checkNow = useCheckNow(optionsFor({ fresh: true }));
  const data = answered?.data;
  const isShown = data !== undefined || !error;
  // Past every memory: a refusal that the server remembers is put to the test.
  const failure = error && (
    <ErrorPanel
      what={isOfTag(error) ? <Trans>The list could not be filtered by tag.</Trans> : what}
      error={error}
      {...(explain && { explain })}
      {...(!data && { onRetry: () => checkNow.mutate(), isRetrying: checkNow.isPending })}
    />
  );
  const refreshBar = ({ isAuto }: { isAuto: boolean }) =>
    isShown && (
      <RefreshBar
        at={answered?.asOf ?? null}
        isAuto={isAuto}
        failure={failure}
        onCheckNow={() => checkNow.mutate()}
        isChecking={checkNow.isPending}
        queryKey={options.queryKey}
      />
    );
  return {
    data,
    asOf: answered?.asOf,
    error,
    /** Older than what was asked for. */
    isDimmed: isPlaceholderData || error !== null,
    /** False where only `failure` is to be shown. */
    isShown,
    failure: isShown ? null : failure,
    refreshBar,
  };
}

/** The list is there; what of it has the tag could not be read. */
function isOfTag(error: Error): boolean {
  return error instanceof ApiError && error.details?.filter === 'tag';
}
