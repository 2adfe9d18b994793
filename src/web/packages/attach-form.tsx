import { zodResolver } from '@hookform/resolvers/zod';
import { t as say } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useEffect } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';
import { NOTE_MAX, type Origin } from '../../contract/origins.ts';
import { packageNameOf, parseObsPath } from '../../domain/obs-path.ts';
import { useAttachPath } from '../api/origins.ts';
import type { PackageAddress } from '../api/tags.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { obsPathProblemMessage } from '../lib/messages.ts';
import classes from './package-tags.module.css';

interface AttachFormProps {
  projectId: string;
  address: PackageAddress;
  /** What is attached already, to be replaced. */
  origin: Origin | null;
  onCancel: () => void;
  onSaved: () => void;
}

/** A package is called by the last part of its path: another one cannot be where it came from. */
function problemOf(path: string, name: string): string | null {
  const parsed = parseObsPath(path);
  if (!parsed.ok) return obsPathProblemMessage(parsed.problem);
  const found = packageNameOf(parsed.path);
  return found === name ? null : say`The path ends in ${found}: a package made of it would not be called ${name}.`;
}

function schemaFor(name: string) {
  const path = z.string().check(
    z.check((ctx) => {
      const message = problemOf(ctx.value, name);
      if (message !== null) ctx.issues.push({ code: 'custom', input: ctx.value, message });
    }),
  );
  return z.object({ path, note: z.string() });
}

/** Kept on the user's word: nothing is sent to DLI, and nothing is checked with it. */
export function AttachForm({ projectId, address, origin, onCancel, onSaved }: AttachFormProps) {
  const { t } = useLingui();
  const attaching = useAttachPath(projectId);
  const { register, handleSubmit, setFocus, formState } = useForm<{ path: string; note: string }>({
    defaultValues: { path: origin?.obsUri ?? '', note: origin?.note ?? '' },
    resolver: (values, context, options) => zodResolver(schemaFor(address.name))(values, context, options),
  });
  const { errors, isDirty } = formState;
  useEffect(() => setFocus('path'), [setFocus]);
  const save = ({ path, note }: { path: string; note: string }) =>
    attaching.mutate({ ...address, path, note: note.trim() === '' ? null : note.trim() }, { onSuccess: onSaved });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the key comes from its fields and buttons
    <form
      className={classes.form}
      noValidate
      autoComplete="off"
      aria-label={t`Attach a path`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || isDirty) return;
        event.stopPropagation(); // The details around it stay.
        onCancel();
      }}
      onSubmit={(event) => void handleSubmit(save)(event)}
    >
      <TextInput
        label={t`OBS path`}
        description={t`It is taken as you give it: DLI cannot be asked whether the package came from there.`}
        placeholder={`obs://bucket/folder/${address.name}`}
        spellCheck={false}
        inputMode="url"
        error={errors.path?.message}
        {...register('path')}
      />
      <TextInput label={t`Note (optional)`} maxLength={NOTE_MAX} {...register('note')} />
      {attaching.error && !attaching.isPending && (
        <ErrorPanel what={<Trans>The path was not attached. Your input is kept.</Trans>} error={attaching.error} />
      )}
      <div className={classes.actions}>
        <Button size="xs" variant="default" onClick={onCancel} disabled={attaching.isPending}>
          <Trans>Cancel</Trans>
        </Button>
        <Button size="xs" type="submit" loading={attaching.isPending}>
          {origin ? <Trans>Replace the path</Trans> : <Trans>Attach the path</Trans>}
        </Button>
      </div>
    </form>
  );
}
