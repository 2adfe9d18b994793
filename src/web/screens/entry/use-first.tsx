import { Plural } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';

const FIRST = 100;

/** The first of many, and a button for the others: an entry may have thousands, and few are looked for. */
export function useFirst<T>(rows: readonly T[]): [shown: readonly T[], more: ReactNode] {
  const [isWhole, setWhole] = useState(false);
  const left = rows.length - FIRST;
  if (isWhole || left <= 0) return [rows, null];
  const more = (
    <div>
      <Button size="xs" variant="default" onClick={() => setWhole(true)}>
        <Plural value={left} one="Show # more" other="Show # more" />
      </Button>
    </div>
  );
  return [rows.slice(0, FIRST), more];
}
