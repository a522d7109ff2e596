import { Fragment } from 'react';

/** A name such as `organization.directory.user_created`, which may break behind its dots and underscores instead of within a word. */
export function Breakable({ name }: { name: string }) {
  const parts = name.split(/(?<=[._])/);
  return (
    <>
      {parts.map((part, at) => (
        <Fragment key={at}>
          {at > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  );
}
