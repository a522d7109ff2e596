import { type Inline } from '../../../guides/guide';
import { CodeBlock } from './code-block';
import { ValueChip } from './value-chip';

export interface GuideValues {
  endpoint: string;
  /** Undefined: not known any more, or never made. */
  secret?: string;
  secretSuffix?: string;
  directoryId: string;
  organizationId: string;
}

/** A sentence of a guide; placeholders are the real values, one click away from the clipboard. */
export function InlineText({ pieces, values }: { pieces: readonly Inline[]; values?: GuideValues }) {
  return (
    <>
      {pieces.map((piece, at) => {
        if (piece.kind === 'strong') return <strong key={at}>{piece.text}</strong>;
        if (piece.kind === 'code') return <code key={at}>{piece.text}</code>;
        if (piece.kind === 'block') return <CodeBlock key={at} text={piece.text} />;
        if (piece.kind === 'value') {
          return (
            <span key={at} className="chip-run">
              <ValueChip name={piece.name} text={piece.text} values={values} />
              {stopOf(pieces[at + 1])}
            </span>
          );
        }
        return (
          <span key={at}>{pieces[at - 1]?.kind === 'value' ? piece.text.slice(stopOf(piece).length) : piece.text}</span>
        );
      })}
    </>
  );
}

/** A stop does not begin a line of its own after a value that takes the whole line. */
const stopOf = (piece: Inline | undefined): string =>
  piece?.kind === 'text' ? (/^[.,;:)]{1,2}/.exec(piece.text)?.[0] ?? '') : '';
