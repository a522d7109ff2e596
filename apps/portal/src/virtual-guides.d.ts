declare module 'virtual:guides' {
  /** By the name of the page in docs/idp; the default export of each is a guide. */
  export const guides: Record<string, () => Promise<{ default: unknown }>>;
}
