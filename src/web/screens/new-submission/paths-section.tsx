import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useCallback } from 'react';
import { useWatch } from 'react-hook-form';
import { PATHS_MAX } from '../../../domain/names.ts';
import { Help } from '../../components/help.tsx';
import { BrowseObs } from './browse-obs.tsx';
import { ConflictsPanel } from './conflicts-panel.tsx';
import { MissingPaths } from './missing-paths.tsx';
import { PasteMany } from './paste-many.tsx';
import { PathRow } from './path-row.tsx';
import classes from './paths-section.module.css';
import { usePathRows } from './use-path-rows.ts';
import type { SubmissionFormApi } from './use-submission-form.ts';

const ObjectsTally = lazy(() =>
  import('./objects-tally.tsx').then(
    (part) => ({ default: part.ObjectsTally }),
    () => ({ default: () => null }),
  ),
);

/** Second step: the OBS paths, typed or pasted, each told what follows from it. */
export function PathsSection({ form, projectId }: { form: SubmissionFormApi; projectId: string }) {
  const { t, i18n } = useLingui();
  const { fields, addPaths, insertAfter, removeRow, removeRows, moveRow } = usePathRows(form);
  const { getValues, setValue } = form;
  const kind = useWatch({ control: form.control, name: 'kind' });
  const hasPaths = useWatch({ control: form.control, name: 'paths', compute: (paths) => paths.some((row) => row.path !== '') });
  const count = fields.length;
  const shownCount = i18n.number(count);
  const shownMax = i18n.number(PATHS_MAX);

  const pasteIntoRow = useCallback(
    (paths: string[], index?: number) => {
      const left = addPaths(paths, index);
      // What one submission cannot take is kept in the paste box, where it can be seen.
      if (left.length > 0) setValue('bulk', [getValues('bulk'), ...left].filter(Boolean).join('\n'));
    },
    [addPaths, getValues, setValue],
  );

  return (
    <section className={classes.section} aria-labelledby="paths-heading">
      <div className={classes.head}>
        <h2 id="paths-heading">
          <Trans>OBS paths</Trans>
        </h2>
        <Help topic="paths" />
        <span className={classes.count}>
          <Trans>
            {shownCount} of {shownMax} rows
          </Trans>
        </span>
      </div>
      <MissingPaths form={form} />
      <div role="group" aria-labelledby="paths-heading" className={classes.paths}>
        <div className={classes.columns} aria-hidden="true">
          <span>
            <Trans>Path</Trans>
          </span>
          <span>
            <Trans>Package</Trans>
          </span>
          <span>
            <Trans>In OBS</Trans>
          </span>
        </div>
        <ol className={classes.rows} aria-label={t`Rows`}>
          {fields.map((field, index) => (
            <PathRow
              key={field.id}
              form={form}
              projectId={projectId}
              rowId={field.id}
              index={index}
              kind={kind}
              wantedName={field.wanted?.name}
              isReplaced={field.wanted?.isReplaced === true}
              isLast={index === count - 1}
              onInsertAfter={insertAfter}
              onRemove={removeRow}
              onMove={moveRow}
              onPasteMany={pasteIntoRow}
            />
          ))}
        </ol>
        <div className={classes.below}>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            disabled={count >= PATHS_MAX}
            onClick={() => insertAfter(count - 1)}
          >
            <Trans>Add row</Trans>
          </Button>
          <BrowseObs form={form} projectId={projectId} onAdd={pasteIntoRow} />
          <span className={classes.keys}>
            <Trans>
              <kbd>Enter</kbd> adds a row, <kbd>Alt</kbd> with <kbd>↑</kbd> or <kbd>↓</kbd> moves it
            </Trans>
          </span>
          {hasPaths && (
            <Suspense fallback={null}>
              <ObjectsTally projectId={projectId} />
            </Suspense>
          )}
        </div>
      </div>
      <ConflictsPanel form={form} onRemoveRows={removeRows} />
      <PasteMany form={form} onAdd={addPaths} />
    </section>
  );
}
