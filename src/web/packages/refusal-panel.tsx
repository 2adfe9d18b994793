import { type ComponentProps, lazy, Suspense } from 'react';
import { ApiError } from '../api/client.ts';
import { ErrorPanel } from '../components/error-panel.tsx';

type Props = Omit<ComponentProps<typeof ErrorPanel>, 'explain'>;

/** What every code means comes with the first refusal; where it cannot be fetched, the common words have to do. */
const Refusal = lazy(() =>
  import('./refusal.tsx').then(
    ({ Refusal: told }) => ({ default: told }),
    () => ({ default: ErrorPanel }),
  ),
);

export function RefusalPanel(props: Props) {
  const { error } = props;
  const isTold = error instanceof ApiError && Boolean(error.details?.upstream?.errorCode);
  if (!isTold) return <ErrorPanel {...props} />;
  return (
    <Suspense fallback={null}>
      <Refusal {...props} />
    </Suspense>
  );
}
