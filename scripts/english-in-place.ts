/**
 * Part of the build: English messages come with the modules that say them, ready compiled, so that no page waits for the
 * words of another. Other languages stay one file each, fetched by those who read them.
 */
import { createCompiledCatalog, getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import type { Plugin } from 'vite';

/** What the macros leave of a message in the code: its id, six characters of base64url. */
const MAYBE_ID = /["'`]([\w-]{6})["'`]/g;

export function englishInPlace(root: string): Plugin {
  let messages: Record<string, string> = {};
  return {
    name: 'groupage:english-in-place',
    apply: 'build',
    async buildStart() {
      const config = getConfig({ cwd: root });
      const [catalogue] = await getCatalogs(config);
      if (!catalogue) throw new Error('lingui.config.ts names no catalogue.');
      messages = (await catalogue.getTranslations('en', config)).messages;
    },
    transform: {
      // After the macros, which belong to a plugin that goes first.
      filter: { id: /\/src\/web\/[^?]+\.tsx?$/ },
      handler(code) {
        const ids = [...code.matchAll(MAYBE_ID)].flatMap(([, id = '']) => (Object.hasOwn(messages, id) ? [id] : []));
        if (ids.length === 0) return null;
        const said = Object.fromEntries(ids.map((id) => [id, messages[id] ?? '']));
        const { source, errors } = createCompiledCatalog('en', said, { namespace: 'json' });
        if (errors[0]) throw errors[0].error;
        const { messages: compiled } = JSON.parse(source) as { messages: unknown }; // as Lingui writes it
        return {
          code: `import { english as __english } from '/src/web/english.ts';\n${code}\nObject.assign(__english, ${JSON.stringify(compiled)});`,
          map: null,
        };
      },
    },
  };
}
