/** Paths in pasted JSON: a list of strings, a list of objects, or a DLI request body with its `paths`. */

const PATH_FIELD = /^(?:obs_?)?(?:paths?|ur[li]s?|obs|objects?|location)$/i;

/** Null where the text is not JSON or holds no path. */
export function pathsInJson(text: string): string[] | null {
  if (!/^[[{"]/.test(text)) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const found = collect(value, false);
  return found.length > 0 ? found : null;
}

function collect(value: unknown, isPath: boolean): string[] {
  if (typeof value === 'string') return isPath && value.trim() !== '' ? [value.trim()] : [];
  // Strings of a bare list are paths; inside an object only those of a field whose name says so.
  if (Array.isArray(value)) return value.flatMap((item: unknown) => collect(item, typeof item === 'string'));
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string, unknown][] = Object.entries(value);
  return entries.flatMap(([name, field]) => (PATH_FIELD.test(name) ? collect(field, true) : []));
}
