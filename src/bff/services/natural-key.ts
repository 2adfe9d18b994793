const DIGITS = /\d+/g;
// oxlint-disable-next-line no-control-regex -- everything outside ASCII is what this looks for
const BEYOND_ASCII = /[^\u0000-\u007f]/;

/**
 * A key whose plain order is the natural one: case and accents ignored, `part2` before `part10`. Made once per name, since
 * 50,000 names under Intl.Collator take longer than a whole answer may.
 */
export function naturalKey(name: string): string {
  const folded = BEYOND_ASCII.test(name) ? name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase() : name.toLowerCase();
  return folded.replace(DIGITS, (digits) => {
    const significant = digits.replace(/^0+(?=\d)/, '');
    return `${String(significant.length).padStart(4, '0')}${significant}`;
  });
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
