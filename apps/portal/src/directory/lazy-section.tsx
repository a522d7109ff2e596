import { type FunctionComponent, lazy, Suspense } from 'react';
import { PageLoading } from '../parts/page-loading';

/** A part of a page that is loaded when it is shown. */
export function lazySection(load: () => Promise<FunctionComponent>): FunctionComponent {
  const Loaded = lazy(async () => ({ default: await load() }));
  return function Section() {
    return (
      <Suspense fallback={<PageLoading />}>
        <Loaded />
      </Suspense>
    );
  };
}
