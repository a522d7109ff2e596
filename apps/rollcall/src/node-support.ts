/** The last day of security fixes of each major version of Node (nodejs/Release, schedule.json). */
const END_OF_LIFE: Readonly<Record<number, string>> = {
  20: '2026-04-30',
  21: '2024-06-01',
  22: '2027-04-30',
  23: '2025-06-01',
  24: '2028-04-30',
  25: '2026-06-01',
};

/** @returns a warning where that version of Node gets no security fixes at that time; a version that is newer than this table is fine. */
export function nodeSupportWarning(version: string, now: Date): string | undefined {
  const major = Number.parseInt(version.replace('v', ''), 10);
  const last = END_OF_LIFE[major];
  if (last === undefined || now.toISOString().slice(0, 10) <= last) return undefined;
  return `Node ${major} has had no security fixes since ${last}. Run Rollcall on a newer version of Node.`;
}
