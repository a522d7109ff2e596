/** The links of the frame: one row here for each page that exists, in the order of the eye. */
export const NAVIGATION = [{ to: '/organizations', label: 'organizations' }] as const;
