import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useId, useRef } from 'react';
import { Deprecation } from '../components/deprecation.tsx';
import { StatusBadge } from '../components/status-badge.tsx';
import { dliPage, UPLOAD_PAGE } from '../lib/dli-pages.ts';
import { HELP_TOPICS } from '../lib/help-topics.ts';
import { useSingleKeys } from '../lib/preferences.ts';
import { isSingleKey, keysOf, SHORTCUTS } from '../lib/shortcuts.ts';
import type { OverlayProps } from '../shell/overlays.tsx';
import classes from './help-sheet.module.css';
import { OverlayDialog } from './overlay-dialog.tsx';

const PERMISSIONS_SOURCE = 'https://github.com/opentelekomcloud-docs/data-lake-insight';

/** `?`: keys, words, and what belongs to Huawei rather than to this console. */
export function HelpSheet({ onClose }: OverlayProps) {
  const { t, i18n } = useLingui();
  const dialog = useRef<HTMLDialogElement>(null);
  const areSingleKeysOff = useSingleKeys() === 'off';
  return (
    <OverlayDialog ref={dialog} label={t`Help`} className={classes.sheet} onClose={onClose}>
      <div className={classes.body}>
        <h2 className={classes.heading} tabIndex={-1} data-autofocus>
          <Trans>Help</Trans>
        </h2>
        <Part title={t`How it goes`}>
          <p>
            <Trans>
              Name a group and paste obs:// paths under New submission. Review shows what is added and replaced before anything is sent.
              Afterwards each package is followed until DLI calls it Ready or Failed.
            </Trans>
          </p>
        </Part>
        <Part title={t`Keyboard`}>
          <dl className={classes.keys}>
            {SHORTCUTS.map((shortcut) => (
              <div key={shortcut.id} data-off={(areSingleKeysOff && isSingleKey(shortcut)) || undefined}>
                <dt>
                  {keysOf(shortcut).map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{i18n._(shortcut.label)}</dd>
              </div>
            ))}
            <div>
              <dt>
                <kbd>Esc</kbd>
              </dt>
              <dd>
                <Trans>Close what is open</Trans>
              </dd>
            </div>
          </dl>
          <p className={classes.soft}>
            {areSingleKeysOff ? (
              <Trans>Single-key shortcuts are off. Display switches them on.</Trans>
            ) : (
              <Trans>Not while you type or something is open. Display switches the single keys off.</Trans>
            )}
          </p>
        </Part>
        <Part title={t`Status`}>
          <dl className={classes.words}>
            <Word badge={<StatusBadge status="uploading" raw="UPLOADING" hasHint={false} />}>
              <Trans>DLI says UPLOADING: it is making its own copy. It gives no progress.</Trans>
            </Word>
            <Word badge={<StatusBadge status="ready" raw="READY" hasHint={false} />}>
              <Trans>DLI says READY: jobs can use it. Huawei’s own console prints “Finished”.</Trans>
            </Word>
            <Word badge={<StatusBadge status="failed" raw="FAILED" hasHint={false} />}>
              <Trans>DLI says FAILED, and never why. See whether the object is still in OBS, and submit it again.</Trans>
            </Word>
            <Word badge={<StatusBadge status="unknown" raw={null} hasHint={false} />}>
              <Trans>DLI gives no status, or a word it does not document; then the word is shown.</Trans>
            </Word>
          </dl>
          <figure className={classes.quote}>
            <blockquote lang="en" cite={dliPage(UPLOAD_PAGE)}>
              {HELP_TOPICS.status.quotes.map((quote) => (
                <p key={quote}>{quote}</p>
              ))}
            </blockquote>
            <figcaption>
              <Trans>
                DLI’s words, from <Outside href={dliPage(UPLOAD_PAGE)}>its API reference</Outside>
              </Trans>
            </figcaption>
          </figure>
        </Part>
        <Part title={t`Permissions`}>
          <p>
            <Trans>
              Groupage manages no permissions and shows what DLI lets you see. Who may use, change or delete a group or package is set in
              DLI’s own console, under Data Management, Package Management, Manage Permissions; roles and policies are IAM’s.
            </Trans>
          </p>
          <p className={classes.soft}>
            <Trans>
              User guide, page dli_01_0477, also in <Outside href={PERMISSIONS_SOURCE}>the sources of Open Telekom Cloud’s edition</Outside>
            </Trans>
          </p>
        </Part>
        <Part title={t`Deprecation`}>
          <p>
            <Deprecation />
          </p>
        </Part>
        <p className={classes.soft}>
          <Trans>Settings, commands and the local cloud’s samples: README.md in the console’s folder.</Trans>
        </p>
      </div>
    </OverlayDialog>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.part} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}

function Word({ badge, children }: { badge: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{badge}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Outside({ href, children }: { href: string; children?: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
