import { type ReactNode, useEffect, useRef } from 'react';

/** The page that a visit began with, until another one was opened. */
let first: string | null | undefined;

interface Props {
  /** What the browser's tab says. */
  title: string;
  children?: ReactNode;
}

/** The heading of a page. Going to another page moves the focus here, so that a screen reader says where one is. */
export function PageTitle({ title, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    // The first page of a visit keeps the browser's own focus.
    first = first === undefined || first === location.pathname ? location.pathname : null;
    if (first === null) heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children ?? title}
    </h1>
  );
}
