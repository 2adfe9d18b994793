/** The reader's language. A new one is an entry here, one in lingui.config.ts, and its catalogue. */
import { i18n, type Messages } from '@lingui/core';
import { english } from './english.ts';
import { type Locale, matchLocale } from './lib/match-locale.ts';
import { keepLocale, keptLocale } from './lib/preferences.ts';

/** English comes with the code that says it; every other catalogue is fetched only by those who read it. */
const CATALOGUES: Record<Locale, () => Promise<Messages>> = {
  en: async () => english,
  'zh-CN': async () => (await import('./locales/zh-CN.po')).messages,
  'pt-BR': async () => (await import('./locales/pt-BR.po')).messages,
};

let wanted: Locale = 'en';

/** Before the first render. A catalogue that cannot be fetched is no reason to show nothing: then it is English. */
export async function activateFirstLocale(): Promise<void> {
  const kept = keptLocale();
  const locale = matchLocale(kept === null ? navigator.languages : [kept]);
  await activate(locale).catch(() => activate('en'));
}

/** Rejects, and leaves everything as it is, where the catalogue cannot be fetched. */
export async function chooseLocale(locale: Locale): Promise<void> {
  await activate(locale);
  keepLocale(locale);
}

async function activate(locale: Locale): Promise<void> {
  wanted = locale;
  const messages = await CATALOGUES[locale]();
  if (wanted !== locale) return; // The reader chose another one meanwhile.
  i18n.loadAndActivate({ locale, messages });
  document.documentElement.lang = locale;
}
