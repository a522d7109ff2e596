import { escapeHtml, plainPage } from '../../web/plain-page.js';

/** Submits the form of a framed landing page: only frames get it, as a scanner's browser would use a link up. */
export const CONTINUE_SCRIPT = `document.querySelector('form').requestSubmit();\n`;
export const CONTINUE_SCRIPT_PATH = '/portal/continue.js';

/** What the landing page of a link says of whose portal it opens. */
export interface Landing {
  organization: string;
  application: string;
  logoUrl: string | null;
}

export function confirmPage({ organization, application, logoUrl }: Landing, framed: boolean): string {
  const logo =
    logoUrl === null ? '' : `<p><img src="${escapeHtml(logoUrl)}" alt="${escapeHtml(application)}" height="40"></p>\n`;
  return plainPage(
    'Set up directory sync',
    `<section>${logo}<p>This opens the admin portal of <strong><bdi>${escapeHtml(organization)}</bdi></strong>. The link works once.</p>
<form method="post" enctype="application/x-www-form-urlencoded"><p><button type="submit">Continue</button></p></form></section>`,
    framed ? `<script src="${CONTINUE_SCRIPT_PATH}" defer></script>\n` : '',
  );
}

/** @param supportUrl where people ask, of an https URL */
export function gonePage(supportUrl: string | null = null): string {
  const support =
    supportUrl === null ? '' : `<p><a href="${escapeHtml(supportUrl)}" rel="noopener noreferrer">Ask for help</a></p>`;
  return plainPage(
    'This link does not work any more',
    `<section><p>It was used already, or it has expired. Ask for a new link where you got this one.</p>${support}</section>`,
  );
}

/** A browser that keeps no cookie for a frame: the link is not used up, and works in a tab of its own. */
export function noCookiesPage(path: string): string {
  return plainPage(
    'Your browser keeps this panel from staying signed in',
    `<section><p><a href="${escapeHtml(path)}" target="_blank" rel="noopener">Open in a new tab</a></p></section>`,
  );
}

export function refusedPage(): string {
  return plainPage(
    'This did not come from the portal',
    '<section><p>Open the link again, and click there.</p></section>',
  );
}

export function busyPage(): string {
  return plainPage(
    'Too many links that do not work',
    '<section><p>Wait a minute, and open your link again.</p></section>',
  );
}
