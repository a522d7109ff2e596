import { type Finding } from './finding.js';

/** Receivers refuse webhooks that are more than five minutes off; half of that is time to do something about it. */
const PROBLEM_S = 150;
const LOOK_S = 5;

/** How far the broker's clock is from this machine's. @param broker of its `Date` header, which has no fractions */
export function clockFinding(broker: Date | undefined, here: Date): Finding {
  const about = 'clock';
  if (broker === undefined) return { about, state: 'look', message: 'the broker does not say what time it is' };
  const seconds = Math.round((broker.getTime() - here.getTime()) / 1_000);
  const off = Math.abs(seconds);
  if (off <= LOOK_S) return { about, state: 'well', message: 'agrees with the one here' };
  return {
    about,
    state: off > PROBLEM_S ? 'problem' : 'look',
    message: `the broker's is ${off} s ${seconds > 0 ? 'ahead of' : 'behind'} the one here`,
    advice: 'Let both keep time by NTP: receivers refuse webhooks that are more than 5 minutes off.',
  };
}
