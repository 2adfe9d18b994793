/** CSV, TSV or `;`-separated text that begins with a header: only then is it certain that a comma parts two columns. */

interface Delimited {
  paths: string[];
  skipped: string[];
}

const DELIMITERS = ['\t', ';', ','] as const;
const PATH_COLUMN = /path|ur[li]|obs|location|object/i;

/** Null where the lines have no header of two or more columns. */
export function readDelimited(lines: readonly string[], isPath: (text: string) => boolean): Delimited | null {
  const [header, first] = lines;
  if (header === undefined || first === undefined || isPath(header) || !isPath(first)) return null;
  const delimiter = DELIMITERS.find((candidate) => header.includes(candidate));
  if (!delimiter) return null;
  const names = cellsOf(header, delimiter);
  if (names.some((name) => /[/\\[\]{}]/.test(name))) return null;
  const column = columnOf(names, cellsOf(first, delimiter), isPath);
  if (column < 0) return null;

  const paths: string[] = [];
  const skipped = [header];
  for (const line of lines.slice(1)) {
    const cells = cellsOf(line, delimiter);
    // More cells than columns: the key itself holds the delimiter and was not quoted.
    const surplus = Math.max(0, cells.length - names.length);
    const cell = cells.slice(column, column + 1 + surplus).join(delimiter);
    if (cell.trim() === '') skipped.push(line);
    else paths.push(cell.trim());
  }
  return { paths, skipped };
}

function columnOf(names: readonly string[], cells: readonly string[], isPath: (text: string) => boolean): number {
  const named = names.findIndex((name, i) => PATH_COLUMN.test(name) && isPath(cells[i] ?? ''));
  return named >= 0 ? named : cells.findIndex((cell) => isPath(cell));
}

/** One line of RFC 4180: quoted cells keep their delimiters, doubled quotes are one. */
function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line[i] ?? '';
    if (char === '"' && isQuoted && line[i + 1] === '"') {
      cell += char;
      i++;
    } else if (char === '"' && (isQuoted || cell.trim() === '')) {
      isQuoted = !isQuoted;
    } else if (char === delimiter && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += char;
  }
  return [...cells, cell.trim()];
}
