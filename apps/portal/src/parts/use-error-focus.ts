import { type RefObject, useEffect, useRef } from 'react';

/**
 * Leads to the first field that is wrong: in a long form it may be out of sight.
 * @param failure changes with each attempt that failed; falsy before the first one
 * @returns goes on the element around the fields
 */
export function useErrorFocus<E extends HTMLElement>(failure: unknown): RefObject<E | null> {
  const form = useRef<E>(null);
  useEffect(() => {
    if (failure) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [failure]);
  return form;
}
