import { createHash } from 'node:crypto';

const STYLE = `
:root{color-scheme:light dark;--ink:#1c2522;--soft:#5b6964;--paper:#f6f7f4;--card:#fff;--line:#dde3de;--accent:#2f6f5e}
@media (prefers-color-scheme:dark){:root{--ink:#e6ece8;--soft:#9aa8a2;--paper:#121715;--card:#1a211e;--line:#2b3531;--accent:#7cc4ae}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:46rem;margin:0 auto;padding:3.5rem 1.25rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}
section{background:var(--card);border:1px solid var(--line);border-radius:.8rem;padding:1.1rem 1.25rem;margin:0 0 1rem}
p{margin:.4rem 0;overflow-wrap:anywhere}
form p{margin-top:1rem}
a{color:var(--accent)}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,monospace}
button{font:inherit;color:var(--paper);background:var(--accent);border:0;border-radius:.5rem;padding:.6rem 1.4rem;cursor:pointer}
`;

export interface PagePolicy {
  /** The origins that may frame the page; none otherwise. */
  framedBy?: readonly string[];
  /** Whether the page may load a script file of ours. */
  script?: boolean;
}

/** Nothing but the page's own style and our own images, and a form that posts back here. */
export function plainPageHeaders({ framedBy = [], script = false }: PagePolicy = {}): Record<string, string> {
  const style = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; ${script ? "script-src 'self'; " : ''}style-src ${style}; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors ${frameAncestors(framedBy)}`,
    'x-content-type-options': 'nosniff',
    // The address may hold a token.
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
}

export function frameAncestors(origins: readonly string[]): string {
  return origins.length === 0 ? "'none'" : origins.join(' ');
}

/** A page that the server writes: it works without a script. @param head more of the head, already HTML */
export function plainPage(title: string, content: string, head = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>${STYLE}</style>
${head}</head>
<body><main><h1>${escapeHtml(title)}</h1>
${content}
</main></body>
</html>
`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
