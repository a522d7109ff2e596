const FONTS = `--scalar-font:system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;--scalar-font-code:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;--scalar-radius:6px;--scalar-radius-lg:8px;--scalar-radius-xl:12px`;

/** The colours of Rollcall's own pages, light and dark. */
export const REFERENCE_STYLE = `
:root,.light-mode,.dark-mode{${FONTS}}
.light-mode{
--scalar-color-1:#1c2522;--scalar-color-2:#4f5d58;--scalar-color-3:#6a7873;--scalar-color-accent:#2f6f5e;
--scalar-background-1:#fff;--scalar-background-2:#f6f7f4;--scalar-background-3:#eef1ec;--scalar-background-accent:#2f6f5e1a;
--scalar-border-color:#dde3de;
--scalar-color-green:#2f6f5e;--scalar-color-red:#b3372f;--scalar-color-yellow:#8a6410;--scalar-color-blue:#2b639c;--scalar-color-orange:#a4581b;--scalar-color-purple:#6a4a9c;
--scalar-button-1:#2f6f5e;--scalar-button-1-hover:#265a4c;--scalar-button-1-color:#fff;
--scalar-sidebar-background-1:#f6f7f4;--scalar-sidebar-border-color:#dde3de;--scalar-sidebar-color-1:#1c2522;--scalar-sidebar-color-2:#4f5d58;
--scalar-sidebar-color-active:#2f6f5e;--scalar-sidebar-item-hover-background:#e9ede7;--scalar-sidebar-item-active-background:#e2ebe5;
--scalar-sidebar-search-background:#fff;--scalar-sidebar-search-border-color:#dde3de;--scalar-sidebar-search-color:#6a7873}
.dark-mode{
--scalar-color-1:#e6ece8;--scalar-color-2:#a9b6b0;--scalar-color-3:#8a9892;--scalar-color-accent:#7cc4ae;
--scalar-background-1:#121715;--scalar-background-2:#1a211e;--scalar-background-3:#232c28;--scalar-background-accent:#7cc4ae1f;
--scalar-border-color:#2b3531;
--scalar-color-green:#7cc4ae;--scalar-color-red:#ef8b80;--scalar-color-yellow:#e0bc66;--scalar-color-blue:#86b7ea;--scalar-color-orange:#e8a670;--scalar-color-purple:#b9a0e6;
--scalar-button-1:#7cc4ae;--scalar-button-1-hover:#95d1bf;--scalar-button-1-color:#121715;
--scalar-sidebar-background-1:#161c19;--scalar-sidebar-border-color:#2b3531;--scalar-sidebar-color-1:#e6ece8;--scalar-sidebar-color-2:#a9b6b0;
--scalar-sidebar-color-active:#7cc4ae;--scalar-sidebar-item-hover-background:#202825;--scalar-sidebar-item-active-background:#24302b;
--scalar-sidebar-search-background:#121715;--scalar-sidebar-search-border-color:#2b3531;--scalar-sidebar-search-color:#8a9892}
`;
