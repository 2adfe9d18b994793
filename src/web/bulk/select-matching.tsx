import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { explainError } from '../lib/error-messages.ts';
import type { Selection } from './bulk.tsx';
import classes from './selection-bar.module.css';

interface Names {
  names: readonly string[];
  matching: number;
}

interface SelectMatchingProps {
  /** What is on screen, of how many that match. */
  page: { items: readonly { name: string }[]; matching: number };
  /** All names that match, as many as one operation takes. */
  readNames: () => Promise<Names>;
  selection: Selection;
}

/** Offered once everything on this page is selected and there is more on others. Keyed by the filter it speaks of. */
export function SelectMatching({ page: { items, matching }, readNames, selection: { selected, onSelect } }: SelectMatchingProps) {
  const { i18n } = useLingui();
  const button = useRef<HTMLButtonElement>(null);
  const [last, setLast] = useState<Names>();
  const reading = useMutation({
    mutationFn: readNames,
    onSuccess: (read) => {
      // The offer goes with what it offers; the focus goes on to what can be done now.
      const next = button.current?.nextElementSibling;
      if (next instanceof HTMLElement) next.focus();
      onSelect(read.names, true);
      setLast(read);
    },
  });
  if (items.length === 0 || matching <= items.length || !items.every(({ name }) => selected.has(name))) return null;
  if (last?.matching === matching && last.names.every((name) => selected.has(name))) {
    if (last.names.length === matching) return null;
    return (
      <span>
        <Trans>
          Only the first {i18n.number(last.names.length)} of {i18n.number(matching)}: one operation takes no more.
        </Trans>
      </span>
    );
  }
  return (
    <>
      <Button ref={button} size="xs" variant="light" loading={reading.isPending} onClick={() => reading.mutate()}>
        <Trans>Select all {i18n.number(matching)} that match</Trans>
      </Button>
      {reading.error && (
        <span role="alert" className={classes.failed}>
          <Trans>They could not be read.</Trans> {explainError(reading.error).why}
        </span>
      )}
    </>
  );
}
