import { localStorageColorSchemeManager } from '@mantine/core';

export const colorSchemeManager = localStorageColorSchemeManager({ key: 'groupage.color-scheme' });

/** Before the first render, as the policy allows no inline script: Mantine sets it again, but only after painting. */
export function applyColorScheme(): void {
  const chosen = colorSchemeManager.get('auto');
  const isDark = chosen === 'dark' || (chosen === 'auto' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = isDark ? 'dark' : 'light';
}
