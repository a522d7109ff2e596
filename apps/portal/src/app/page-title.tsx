import { type ReactNode, useEffect, useRef } from 'react';

let opened = false;

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
    if (opened) heading.current?.focus();
    opened = true;
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children ?? title}
    </h1>
  );
}
