import { Trans } from '@lingui/react/macro';
import { dliPage, UPLOAD_PAGE } from '../lib/dli-pages.ts';

/** What Huawei says, and what follows for the reader. No more: it names no date. */
export function Deprecation() {
  return (
    <Trans>
      Huawei has deprecated package groups for Spark 3.3.1 and Flink 1.15 onwards: jobs on those versions name the OBS paths themselves.
      Huawei says the function will end soon and gives no date, so new jobs do well to begin with obs:// paths.{' '}
      <a href={dliPage(UPLOAD_PAGE)} target="_blank" rel="noreferrer">
        Huawei’s page
      </a>
    </Trans>
  );
}
