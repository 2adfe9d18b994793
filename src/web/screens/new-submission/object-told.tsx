import { Trans, useLingui } from '@lingui/react/macro';
import { byteSize } from '../../lib/submission-size.ts';
import { Ago } from './object-size.tsx';

interface ObjectToldProps {
  sizeBytes: number | null;
  lastModified: number | null;
}

/** Size and age of an object, where several times stand side by side and each has to say which it is. */
export function ObjectTold({ sizeBytes, lastModified }: ObjectToldProps) {
  const { i18n } = useLingui();
  return (
    <>
      {sizeBytes !== null && <span>{byteSize(sizeBytes, i18n.locale)}</span>}
      {lastModified !== null && (
        <span>
          <Trans>
            modified <Ago at={lastModified} />
          </Trans>
        </span>
      )}
    </>
  );
}
