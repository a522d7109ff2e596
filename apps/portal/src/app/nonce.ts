/** The nonce that the api put into the page. A browser hides it from `getAttribute`, the property stays. */
export const styleNonce = (): string => document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
