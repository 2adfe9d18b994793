/** The languages of the console, each under its own name. */
export const LANGUAGES = { en: 'English', 'zh-CN': '简体中文', 'pt-BR': 'Português (Brasil)' } as const;

export type Locale = keyof typeof LANGUAGES;

export const LOCALES = Object.keys(LANGUAGES) as Locale[]; // Object.keys forgets the literal types.

/** The first of the wanted languages that the console speaks in any variant; English where it speaks none. */
export function matchLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const spoken = LOCALES.find((locale) => language(locale) === language(tag));
    if (spoken) return spoken;
  }
  return 'en';
}

function language(tag: string): string | undefined {
  return tag.toLowerCase().split(/[-_]/)[0];
}
