import { Trans } from '@lingui/react/macro';
import type { PackageSource } from '../../../contract/submissions.ts';
import { Ago } from './object-size.tsx';
import { ObjectTold } from './object-told.tsx';
import classes from './review-step.module.css';

interface PackageOriginProps {
  source: PackageSource | null;
  isRecordRead: boolean;
}

/** Where what stands in the group came from, when and by whom, as far as this console knows. */
export function PackageOrigin({ source, isRecordRead }: PackageOriginProps) {
  if (!source) {
    if (!isRecordRead) return null;
    return (
      <span className={classes.unknownPath}>
        <Trans>Path unknown: it was not submitted from here.</Trans>
      </span>
    );
  }
  const { obsUri, sizeBytes, lastModified, submittedAt, standing } = source;
  if (standing === 'replaced') {
    return (
      <span className={classes.unknownPath}>
        <Trans>
          Path unknown: it was changed elsewhere after {source.submittedBy} submitted <span className={classes.path}>{obsUri}</span>{' '}
          <Ago at={submittedAt} />.
        </Trans>
      </span>
    );
  }
  return (
    <>
      <span className={classes.path}>{obsUri}</span>
      <span className={classes.facts}>
        <ObjectTold sizeBytes={sizeBytes} lastModified={lastModified} />
        <span>
          <Trans>
            submitted <Ago at={submittedAt} /> by {source.submittedBy}
          </Trans>
        </span>
      </span>
      {standing === 'unsure' && (
        <span className={classes.facts}>
          <Trans>Likely: DLI’s data cannot tell whether it is still this one.</Trans>
        </span>
      )}
    </>
  );
}
