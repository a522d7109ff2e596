import { type FunctionComponent, lazy, Suspense } from 'react';
import { PageLoading } from '../parts/page-loading';

/** A part of a page that is loaded when it is shown. */
export function lazySection<Name extends string>(
  load: () => Promise<Record<Name, FunctionComponent>>,
  name: Name,
): FunctionComponent {
  const Loaded: FunctionComponent = lazy(async () => ({ default: (await load())[name] }));
  return function Section() {
    return (
      <Suspense fallback={<PageLoading />}>
        <Loaded />
      </Suspense>
    );
  };
}
