import { Trans, useLingui } from '@lingui/react/macro';
import { useMantineColorScheme } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { chooseLocale } from '../i18n.ts';
import { LANGUAGES, LOCALES } from '../lib/match-locale.ts';
import { setSingleKeys, setTimeZone, useSingleKeys, useTimeZone } from '../lib/preferences.ts';
import classes from './display-choices.module.css';

/** What the Display panel holds. */
export function DisplayChoices() {
  const { t } = useLingui();
  const id = useId();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const zone = useTimeZone();
  const singleKeys = useSingleKeys();
  return (
    <div className={classes.choices}>
      <Choice legend={t`Appearance`}>
        <Option name={`${id}-scheme`} isChosen={colorScheme === 'light'} onChoose={() => setColorScheme('light')}>
          <Trans>Light</Trans>
        </Option>
        <Option name={`${id}-scheme`} isChosen={colorScheme === 'dark'} onChoose={() => setColorScheme('dark')}>
          <Trans>Dark</Trans>
        </Option>
        <Option name={`${id}-scheme`} isChosen={colorScheme === 'auto'} onChoose={() => setColorScheme('auto')}>
          <Trans>System</Trans>
        </Option>
      </Choice>
      <Choice legend={t`Times`}>
        <Option name={`${id}-zone`} isChosen={zone === 'local'} onChoose={() => setTimeZone('local')}>
          <Trans>Local</Trans>
        </Option>
        <Option name={`${id}-zone`} isChosen={zone === 'utc'} onChoose={() => setTimeZone('utc')}>
          <Trans>UTC</Trans>
        </Option>
      </Choice>
      <Choice legend={t`Single-key shortcuts`}>
        <Option name={`${id}-keys`} isChosen={singleKeys === 'on'} onChoose={() => setSingleKeys('on')}>
          <Trans>On</Trans>
        </Option>
        <Option name={`${id}-keys`} isChosen={singleKeys === 'off'} onChoose={() => setSingleKeys('off')}>
          <Trans>Off</Trans>
        </Option>
      </Choice>
      <LanguageChoice name={`${id}-language`} />
    </div>
  );
}

/** Every language under its own name, for those who cannot read the one on screen. */
function LanguageChoice({ name }: { name: string }) {
  const { t, i18n } = useLingui();
  const [isFailed, setFailed] = useState(false);
  const choose = (locale: (typeof LOCALES)[number]) => {
    setFailed(false);
    chooseLocale(locale).catch(() => setFailed(true));
  };
  return (
    <Choice legend={t`Language`} isStacked>
      {LOCALES.map((locale) => (
        <Option key={locale} name={name} isChosen={i18n.locale === locale} onChoose={() => choose(locale)}>
          <span lang={locale}>{LANGUAGES[locale]}</span>
        </Option>
      ))}
      {isFailed && (
        <p className={classes.failed} role="alert">
          <Trans>This language could not be fetched. Try again.</Trans>
        </p>
      )}
    </Choice>
  );
}

function Choice({ legend, isStacked, children }: { legend: string; isStacked?: boolean; children: ReactNode }) {
  return (
    <fieldset className={classes.choice} data-stacked={isStacked}>
      <legend>{legend}</legend>
      <div className={classes.options}>{children}</div>
    </fieldset>
  );
}

interface OptionProps {
  name: string;
  isChosen: boolean;
  onChoose: () => void;
  children: ReactNode;
}

function Option({ name, isChosen, onChoose, children }: OptionProps) {
  return (
    <label className={classes.option}>
      <input type="radio" name={name} checked={isChosen} onChange={onChoose} />
      <span>{children}</span>
    </label>
  );
}
