/** Which right DLI misses, from the words it puts it in (dli_03_0195): it has no field for it. */
export interface DeniedRight {
  /** Such as `resources.my.jar` or `groups.etl`. */
  resource: string;
  user: string;
  /** Such as `UPDATE_RESOURCE`. */
  action: string;
}

const WORDS = /permission denied for resource '([^']{1,256})'.*user = '([^']{1,128})'.*action = '([A-Z_]{1,64})'/is;

/** Null where the message is worded in another way. */
export function deniedRightIn(message: string | null): DeniedRight | null {
  const found = WORDS.exec(message ?? '');
  const [, resource, user, action] = found ?? [];
  return resource && user && action ? { resource, user, action } : null;
}
