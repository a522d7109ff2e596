import { readFileSync } from 'node:fs';
import { type AnyRoute, createRouter } from '@tanstack/react-router';
import { describe, expect, it } from 'vitest';
import { dashboardRoutes } from '../dashboard/routes';
import { portalRoutes } from '../portal/routes';

/** Read as text: the pages import nothing from outside, and neither do their tests. */
const ROWS = readFileSync(new URL('../../../../test/portal/every-page.ts', import.meta.url), 'utf8');
const [PORTAL, DASHBOARD] = ROWS.split('export const DASHBOARD').map((part) =>
  [...part.matchAll(/'(\/[^']*)'/g)].map(([, path]) => path!),
);

/** A route without others below it. */
const isPage = ({ children }: AnyRoute): boolean => children === undefined;
/** Opened before anybody has signed in: axe.spec.ts looks at it by itself. */
const SIGN_IN = '/sign-in';

function unseen(routeTree: AnyRoute, paths: readonly string[] = []): string[] {
  const router = createRouter({ routeTree });
  const seen = new Set(
    paths.flatMap((path) =>
      router.matchRoutes(path.replaceAll(/[{}]/g, '').split('?')[0]!).map(({ routeId }) => routeId),
    ),
  );
  return Object.values<AnyRoute>(router.routesById)
    .filter((route) => isPage(route) && !seen.has(route.id))
    .map(({ fullPath }) => fullPath);
}

/** axe, the layout shifts and the pictures are of these rows. */
describe('test/portal/every-page.ts has a row for every route', () => {
  it('of the portal', () => expect(unseen(portalRoutes, PORTAL)).toEqual([]));
  it('of the dashboard', () => expect(unseen(dashboardRoutes, DASHBOARD)).toEqual([SIGN_IN]));
});
