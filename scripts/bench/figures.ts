/** What the benchmarks found: told as each is measured, and at the end as the Markdown table of docs/benchmarks.md. */

export interface Figure {
  what: string;
  value: string;
  /** Something plain, measured in the same run. */
  beside?: string;
  aim?: string;
  /** Undefined: there is nothing to hold it against. */
  isMet?: boolean;
}

const figures: Figure[] = [];

export function report(figure: Figure): void {
  figures.push(figure);
  console.log(`${figure.isMet === false ? 'over' : figure.isMet ? 'ok  ' : '    '} ${figure.what}: ${figure.value}${besideOf(figure)}`);
}

export function printTable(): void {
  console.log('\n| Figure | Value | Beside it | Aim | Met |\n|---|---|---|---|---|');
  for (const { what, value, beside = '–', aim = '–', isMet } of figures) {
    console.log(`| ${what} | ${value} | ${beside} | ${aim} | ${isMet === undefined ? '–' : isMet ? 'yes' : '**no**'} |`);
  }
}

function besideOf({ beside, aim }: Figure): string {
  return `${beside ? `; ${beside}` : ''}${aim ? ` (aim: ${aim})` : ''}`;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** Three digits that mean something. */
export function told(value: number, unit = ''): string {
  const text = value >= 1000 ? Math.round(Number(value.toPrecision(3))).toLocaleString('en-GB') : String(Number(value.toPrecision(3)));
  return unit ? `${text} ${unit}` : text;
}
