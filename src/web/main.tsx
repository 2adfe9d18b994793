import './csp.ts';
import './styles/base.css';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client.ts';
import { applyColorScheme, colorSchemeManager } from './color-scheme.ts';
import { LiveRegion } from './components/live-region.tsx';
import { styleNonce } from './csp.ts';
import { activateFirstLocale } from './i18n.ts';
import { focusHeadingAfterNavigation } from './lib/focus-heading.ts';
import { createAppRouter } from './router.tsx';
import { cssVariables, theme } from './theme.ts';

applyColorScheme();
void start();

// A function rather than a top-level await: that would keep what screens share out of this chunk, and in many small ones.
async function start(): Promise<void> {
  await activateFirstLocale();
  const queryClient = createQueryClient();
  const router = createAppRouter(queryClient);
  focusHeadingAfterNavigation(router);

  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root.');

  createRoot(root).render(
    <I18nProvider i18n={i18n}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={colorSchemeManager}
        defaultColorScheme="auto"
        getStyleNonce={() => styleNonce}
      >
        <QueryClientProvider client={queryClient}>
          <LiveRegion>
            <RouterProvider router={router} />
          </LiveRegion>
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>,
  );
}
