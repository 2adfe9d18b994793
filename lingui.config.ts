import { defineConfig } from '@lingui/cli';

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'zh-CN', 'pt-BR'],
  catalogs: [{ path: 'src/web/locales/{locale}', include: ['src/web'] }],
});
