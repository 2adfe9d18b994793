/** The reader's language. A new one is a line here, one in lingui.config.ts, and its catalogue. */
import { i18n } from '@lingui/core';
import { messages as en } from './locales/en.po';

/** English comes with the page; every other catalogue is fetched only by those who read it. */
const CATALOGUES = {
  en: async () => en,
} as const;

type Locale = keyof typeof CATALOGUES;

function preferredLocale(): Locale {
  const known = Object.keys(CATALOGUES) as Locale[]; // Object.keys forgets the literal types.
  const wanted = navigator.languages.flatMap((tag) => [tag, tag.split('-')[0]]);
  return known.find((locale) => wanted.includes(locale)) ?? 'en';
}

export async function activateLocale(locale: Locale = preferredLocale()): Promise<void> {
  i18n.loadAndActivate({ locale, messages: await CATALOGUES[locale]() });
  document.documentElement.lang = locale;
}
