import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { PATHS_MAX } from '../../../domain/names.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Name } from '../../components/name.tsx';
import { freshPaths } from '../../lib/submission-conflicts.ts';
import type { Start, StartTask } from '../../lib/submission-start.ts';
import { filledPaths } from '../../lib/submission-values.ts';
import { Note } from './note.tsx';
import { focusStart } from './use-begun.ts';
import type { Starting } from './use-start.ts';
import type { SubmissionFormApi } from './use-submission-form.ts';

/** What the form was filled with, or might be: at most one remark at a time. */
export function StartNote({ form, starting }: { form: SubmissionFormApi; starting: Starting }) {
  const { begun, offer, failure } = starting;
  if (failure) return <ErrorPanel what={<FailedTask task={failure.task} />} error={failure.error} onRetry={failure.retry} />;
  if (offer) return <Offer form={form} offer={offer} starting={starting} />;
  if (begun.isRestored) return <Restored form={form} starting={starting} />;
  return begun.start && <Begun start={begun.start} />;
}

function FailedTask({ task }: { task: StartTask }) {
  if (task.kind === 'copy') return <Trans>The packages of {task.group} could not be read.</Trans>;
  if (task.kind === 'replace' || task.kind === 'again') return <Trans>The package {task.name} could not be read.</Trans>;
  if (task.kind === 'entry') return <Trans>The entry could not be read.</Trans>;
  return null;
}

/** Two answers, and none of them is given by itself: until then the form stays as it was typed. */
function Offer({ form, offer, starting }: { form: SubmissionFormApi; offer: Start; starting: Starting }) {
  return (
    <Note
      tone="plain"
      role="status"
      actions={
        <>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              starting.keep();
              document.querySelector<HTMLElement>('main h1')?.focus();
            }}
          >
            <Trans>Keep what I typed</Trans>
          </Button>
          {offer.task.kind === 'picked' && <AddPicked form={form} offer={offer} onAdded={starting.keep} />}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              starting.begin(offer);
              requestAnimationFrame(() => focusStart(form, offer));
            }}
          >
            <OfferLabel offer={offer} />
          </Button>
        </>
      }
    >
      <Trans>This form still holds what you typed and did not send.</Trans>
    </Note>
  );
}

function OfferLabel({ offer: { task, values } }: { offer: Start }) {
  if (task.kind === 'add') return <Trans>Start with group {task.group}</Trans>;
  if (task.kind === 'copy') return <Trans>Start with a copy of {task.group}</Trans>;
  if (task.kind === 'sample') return <Trans>Start with the sample submission</Trans>;
  if (task.kind === 'picked')
    return <Plural value={values.paths.length} one="Start with the # picked file" other="Start with the # picked files" />;
  if (task.kind === 'entry')
    return <Plural value={values.paths.length} one="Start with # path of the entry" other="Start with # paths of the entry" />;
  return <Trans>Start with {task.name}</Trans>;
}

/** Beside what was typed: what finds no room waits in the paste box, as everywhere in the form. */
function AddPicked({ form, offer, onAdded }: { form: SubmissionFormApi; offer: Start; onAdded: () => void }) {
  const { paths, bulk } = form.getValues();
  const kept = paths.filter((row) => row.path.trim() !== '' || row.wanted);
  const fresh = freshPaths(
    filledPaths(offer.values),
    kept.map((row) => row.path),
  );
  const room = PATHS_MAX - kept.length;
  const add = () => {
    form.setValue('paths', [...kept, ...fresh.slice(0, room).map((path) => ({ path }))], { shouldDirty: true, shouldValidate: true });
    form.setValue('bulk', [bulk, ...fresh.slice(room)].filter(Boolean).join('\n'), { shouldDirty: true });
    onAdded();
    document.querySelector<HTMLElement>('main h1')?.focus();
  };
  return (
    <Button size="compact-sm" variant="default" disabled={fresh.length === 0} onClick={add}>
      <Plural value={fresh.length} _0="Nothing new to add" one="Add # file to it" other="Add # files to it" />
    </Button>
  );
}

function Restored({ form, starting }: { form: SubmissionFormApi; starting: Starting }) {
  const startOver = () => {
    starting.startOver();
    requestAnimationFrame(() => form.setFocus('group'));
  };
  return (
    <Note
      tone="plain"
      actions={
        <>
          <Button size="compact-sm" variant="default" onClick={startOver}>
            <Trans>Start over</Trans>
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={starting.hideRestored}>
            <Trans>Keep it</Trans>
          </Button>
        </>
      }
    >
      <Trans>Restored what you had typed in this tab.</Trans>
    </Note>
  );
}

function Begun({ start: { task, values, isMixed, leftOut } }: { start: Start }) {
  const { i18n } = useLingui();
  const max = i18n.number(PATHS_MAX);
  switch (task.kind) {
    case 'copy':
      return (
        <Note tone="plain">
          <Trans>
            A copy of <Name>{task.group}</Name>: give the new group a name. Nothing is sent before you have reviewed it.
          </Trans>{' '}
          {isMixed && <Trans>Its packages are not of one kind. One submission carries one, so the kind is File.</Trans>}{' '}
          {leftOut > 0 && <Trans>Only {max} of its packages are here: one submission takes no more.</Trans>}
        </Note>
      );
    case 'sample':
      return (
        <Note tone="plain">
          <Trans>
            Sample objects of the local cloud: most become Ready, one takes a while, and one fails because there is no such object. Nothing
            is sent before you have reviewed it.
          </Trans>
        </Note>
      );
    case 'replace':
    case 'again':
      if (filledPaths(values).length === 0) return null; // the row asks, and says why
      return (
        <Note tone="plain">
          <Trans>
            The path that <Name>{task.name}</Name> was last submitted with here is filled in. Review shows what it replaces.
          </Trans>
        </Note>
      );
    case 'entry':
      return (
        <Note tone="plain">
          <Trans>Filled in as it was submitted before. Nothing is sent before you have reviewed it.</Trans>
        </Note>
      );
    default:
      return null;
  }
}
