import { lazyRouteComponent } from '@tanstack/react-router';
import { checkHealth } from './api/health.ts';

/**
 * A screen fetched when it is first needed. The router reloads the page when a screen's file is gone, which is right after
 * an update of the console; but while its server cannot be reached a reload would take away the page that is there. Then
 * the failure is passed on as what it is, and the error screen shows it.
 */
export const lazyScreen: typeof lazyRouteComponent = (importer, exportName) =>
  lazyRouteComponent(
    () =>
      importer().catch(async (error: unknown) => {
        await checkHealth();
        throw error;
      }),
    exportName,
  );
