/** One thing that was looked at. */
export interface Finding {
  about: string;
  /** `look`: it works, and somebody should know. */
  state: 'well' | 'look' | 'problem';
  message: string;
  /** What to do. */
  advice?: string;
}
