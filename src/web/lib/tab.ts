/** The browser tab: its title and icon say what moves or failed, also to those who look at another tab. */

/** One drawing each in `public`; told apart by shape, as colour alone is not seen by everybody. */
export type TabIcon = 'favicon' | 'favicon-uploading' | 'favicon-failed';

let name = '';
let signs = '';

/** The screen's part of the title: "etl · Groupage". */
export function nameTab(screen: string): void {
  name = `${screen} · Groupage`;
  write();
}

/** What goes before it: "2 uploading"; nothing where all is still. */
export function signTab(words: string, icon: TabIcon): void {
  signs = words;
  write();
  document.querySelector('link[rel="icon"]')?.setAttribute('href', `/${icon}.svg`);
}

function write(): void {
  document.title = signs ? `(${signs}) ${name}` : name;
}
