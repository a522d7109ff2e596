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
        if (piece.kind === 'value') return <ValueChip key={at} name={piece.name} text={piece.text} values={values} />;
        return <span key={at}>{piece.text}</span>;
      })}
    </>
  );
}
