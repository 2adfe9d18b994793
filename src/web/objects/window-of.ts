/** Which rows of a long list are worth drawing: those in sight and a few around them. Heights in pixels, all rows alike. */
export interface RowWindow {
  /** Index of the first row drawn. */
  start: number;
  /** Index after the last. */
  end: number;
}

const AROUND = 12;

export function windowOf(scrollTop: number, boxHeight: number, rowHeight: number, count: number): RowWindow {
  // In steps, so that a scroll of one row draws nothing anew.
  const first = Math.floor(scrollTop / rowHeight / AROUND) * AROUND;
  const shown = Math.ceil(boxHeight / rowHeight) + AROUND;
  return { start: Math.max(0, Math.min(first - AROUND, count)), end: Math.min(count, first + shown + AROUND) };
}
