import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { dliPage } from '../lib/dli-pages.ts';
import { HELP_TOPICS, type HelpTopic, type HelpTopicId } from '../lib/help-topics.ts';
import classes from './help.module.css';
import { placeBeside } from './hint.tsx';
import { usePopover } from './use-popover.ts';

/** A `?` beside a field or a column's head: what DLI's documentation says of it. By mouse, key and touch alike. */
export function Help({ topic }: { topic: HelpTopicId }) {
  const { t, i18n } = useLingui();
  const { buttonProps, panelProps } = usePopover(placeBeside);
  const { name, quotes, page, note }: HelpTopic = HELP_TOPICS[topic];
  const title = i18n._(name);
  return (
    <>
      <button {...buttonProps} type="button" className={classes.button} aria-label={t`Help: ${title}`}>
        <span aria-hidden="true">?</span>
      </button>
      <div {...panelProps} role="group" aria-label={title} className={classes.panel}>
        <p>{i18n._(note)}</p>
        {quotes.length > 0 && (
          <figure className={classes.figure}>
            <blockquote lang="en" cite={dliPage(page)}>
              {quotes.map((quote) => (
                <p key={quote}>{quote}</p>
              ))}
            </blockquote>
            <figcaption>
              <Trans>
                DLI’s words, from{' '}
                <a href={dliPage(page)} target="_blank" rel="noreferrer">
                  its API reference
                </a>
              </Trans>
            </figcaption>
          </figure>
        )}
      </div>
    </>
  );
}

/** A field with its help at the end of its first line: not in the label, whose words are the field's name. */
export function Helped({ topic, children }: { topic: HelpTopicId; children: ReactNode }) {
  return (
    <div className={classes.helped}>
      {children}
      <Help topic={topic} />
    </div>
  );
}
