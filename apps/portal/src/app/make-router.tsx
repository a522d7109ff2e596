import { type AnyRoute, createRouter } from '@tanstack/react-router';
import { NotFound } from '../parts/not-found';
import { PageLoading } from '../parts/page-loading';
import { ProblemView } from '../parts/problem-view';
import { parseSearch, stringifySearch } from './search-text';

/** Both faces turn addresses into pages the same way. */
export const makeRouter = (routeTree: AnyRoute, basepath: string) =>
  createRouter({
    routeTree,
    basepath,
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    scrollRestoration: true,
    defaultNotFoundComponent: () => <NotFound />,
    defaultPendingComponent: () => <PageLoading />,
    defaultErrorComponent: ({ error, reset }) => <ProblemView error={error} onRetry={reset} />,
  });
