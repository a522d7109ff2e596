declare module 'virtual:guides' {
  export const guides: Record<string, () => Promise<{ default: import('../guides/guide').Guide }>>;
}
