import { createHash } from 'node:crypto';

const STYLE = `
:root{color-scheme:light dark;--ink:#1c2522;--soft:#5b6964;--paper:#f6f7f4;--card:#fff;--line:#dde3de;--accent:#2f6f5e}
@media (prefers-color-scheme:dark){:root{--ink:#e6ece8;--soft:#9aa8a2;--paper:#121715;--card:#1a211e;--line:#2b3531;--accent:#7cc4ae}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:46rem;margin:0 auto;padding:3.5rem 1.25rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}
h2{font-size:1.05rem;margin:0 0 .4rem}
section{background:var(--card);border:1px solid var(--line);border-radius:.8rem;padding:1.1rem 1.25rem;margin:0 0 1rem}
p{margin:.4rem 0}
.soft{color:var(--soft)}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
button{font:inherit;color:var(--paper);background:var(--accent);border:0;border-radius:.5rem;padding:.6rem 1.4rem;cursor:pointer}
`;

/** Nothing but the page's own style, and a form that posts back here. */
export const PORTAL_HEADERS: Record<string, string> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  // The address holds the token.
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

export interface PortalDirectory {
  name: string;
  provider: string;
  enabled: boolean;
  status: string;
  endpoint: string;
}

export function confirmPage(organization: string): string {
  return page(
    'Set up directory sync',
    `<section><p>This opens the admin portal of <strong>${escapeHtml(organization)}</strong>. The link works once.</p>
<form method="post" enctype="application/x-www-form-urlencoded"><p><button type="submit">Continue</button></p></form></section>`,
  );
}

export function gonePage(): string {
  return page(
    'This link does not work any more',
    '<section><p>It was used already, or it has expired. Ask for a new link where you got this one.</p></section>',
  );
}

export function signedOutPage(): string {
  return page('You are signed out', '<section><p>Ask for a new link when you need the portal again.</p></section>');
}

export function refusedPage(): string {
  return page('This did not come from the portal', '<section><p>Open the link again, and click there.</p></section>');
}

export function busyPage(): string {
  return page('Too many links that do not work', '<section><p>Wait a minute, and open your link again.</p></section>');
}

export function portalPage(organization: string, directories: PortalDirectory[]): string {
  const cards = directories.map(
    ({ name, provider, enabled, status, endpoint }) => `<section><h2>${escapeHtml(name || provider)}</h2>
<p class="soft">${escapeHtml(provider)} · ${enabled ? 'enabled' : 'disabled'} · ${escapeHtml(status)}</p>
<p>SCIM endpoint: <code>${escapeHtml(endpoint)}</code></p></section>`,
  );
  const none = '<section><p>There is no directory yet.</p></section>';
  const signOut =
    '<form method="post" action="/portal/sign-out" enctype="application/x-www-form-urlencoded"><p><button type="submit">Sign out</button></p></form>';
  return page(organization, [...(cards.length === 0 ? [none] : cards), signOut].join('\n'));
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>${STYLE}</style>
</head>
<body><main><h1>${escapeHtml(title)}</h1>
${content}
</main></body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
