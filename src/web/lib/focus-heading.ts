import type { createAppRouter } from '../router.tsx';

/**
 * After a change of screen the heading gets focus, so that a screen reader says where one is and Tab goes on from there.
 * A filter, a page or an open drawer is not a change of screen; neither is the first load.
 */
export function focusHeadingAfterNavigation(router: ReturnType<typeof createAppRouter>): void {
  router.subscribe('onRendered', ({ fromLocation, toLocation }) => {
    if (!fromLocation || placeOf(fromLocation) === placeOf(toLocation)) return;
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  });
}

function placeOf(location: { pathname: string; searchStr: string }): string {
  return `${location.pathname} ${new URLSearchParams(location.searchStr).get('name') ?? ''}`;
}
