import { createHash } from 'node:crypto';
import { VERSION } from '../version.js';

export const FAVICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#2f6f5e"/><path d="M9 16.5l4.5 4.5L23 11.5" fill="none" stroke="#fff" stroke-width="3.4" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

const STYLE = `
:root{color-scheme:light dark;--ink:#1c2522;--soft:#5b6964;--paper:#f6f7f4;--card:#fff;--line:#dde3de;--accent:#2f6f5e;--code:#eef1ec}
@media (prefers-color-scheme:dark){:root{--ink:#e6ece8;--soft:#9aa8a2;--paper:#121715;--card:#1a211e;--line:#2b3531;--accent:#7cc4ae;--code:#111613}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:46rem;margin:0 auto;padding:3.5rem 1.25rem 4rem}
header{display:flex;align-items:center;gap:.9rem}
header img{width:2.6rem;height:2.6rem}
h1{font-size:1.9rem;line-height:1.2;margin:0;letter-spacing:-.02em}
h1 small{font-size:.85rem;font-weight:400;color:var(--soft);letter-spacing:0}
h2{font-size:1.05rem;margin:0 0 .5rem}
p{margin:.6rem 0}
.lead{font-size:1.1rem;color:var(--soft);margin:1.1rem 0 1.6rem}
nav{display:flex;flex-wrap:wrap;gap:.6rem;margin-bottom:2.2rem}
a{color:var(--accent)}
nav a{border:1px solid var(--line);background:var(--card);border-radius:999px;padding:.3rem .95rem;text-decoration:none}
nav a:hover,nav a:focus-visible{border-color:var(--accent)}
ol{list-style:none;margin:0;padding:0;counter-reset:step;display:grid;gap:1rem}
li{min-width:0;counter-increment:step;background:var(--card);border:1px solid var(--line);border-radius:.8rem;padding:1.1rem 1.25rem}
li h2::before{content:counter(step);display:inline-block;width:1.6rem;color:var(--accent);font-variant-numeric:tabular-nums}
pre{margin:.7rem 0 0;padding:.85rem 1rem;background:var(--code);border-radius:.5rem;overflow-x:auto;font:13px/1.55 ui-monospace,SFMono-Regular,Menlo,monospace}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,monospace}
footer{margin-top:2rem;color:var(--soft);font-size:.9rem}
p,h2,footer{overflow-wrap:anywhere}
@media (max-width:30rem){main{padding:2rem 1rem}li{padding:1rem}pre{font-size:12px}}
`;

/** Nothing but this page's own style and icon: no script, nothing from elsewhere. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** What stands at `/`: what this is, and the three steps to a first webhook. */
export function landingPage(publicUrl: string): string {
  const base = escapeHtml(publicUrl);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Rollcall</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>${STYLE}</style>
</head>
<body>
<main>
<header><img src="/favicon.svg" alt=""><h1>Rollcall <small>${escapeHtml(VERSION)}</small></h1></header>
<p class="lead">Identity providers push people and groups here over SCIM. Rollcall sends your application a signed webhook for every change, in order and at least once. Your application reads the current state over REST.</p>
<nav><a href="/docs">API reference</a><a href="/openapi.json">OpenAPI</a><a href="/health/ready">Health</a><a href="/metrics">Metrics</a></nav>
<ol>
<li><h2>Create an organization</h2>
<p>One per customer. Rollcall printed the API key at the first start, unless you set <code>ROLLCALL_API_KEY</code>.</p>
<pre>export KEY=…   # your API key
curl ${base}/api/v1/organizations \\
  -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
  -d '{"display_name":"Megasoft"}'</pre></li>
<li><h2>Give it a directory and a secret</h2>
<p>The customer's administrator enters two values at Okta, Entra ID or another identity provider: <code>directory_endpoint</code> and <code>plain_secret</code>.</p>
<pre>export ORG=org_…
curl ${base}/api/v1/organizations/$ORG/directories \\
  -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
  -d '{"directory_type":"SCIM","directory_provider":"OKTA"}'

export DIR=dir_…
curl -X POST ${base}/api/v1/organizations/$ORG/directories/$DIR/secrets \\
  -H "Authorization: Bearer $KEY"</pre></li>
<li><h2>Create a webhook endpoint</h2>
<p>The response holds the signing secret. Verify with any <a href="https://www.standardwebhooks.com">Standard Webhooks</a> library.</p>
<pre>curl ${base}/api/v1/webhook_endpoints \\
  -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
  -d '{"url":"https://your-app.example/webhooks"}'</pre></li>
</ol>
<footer>SCIM is served at <code>${base}/directory/{directory}/scim/v2</code>.</footer>
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
