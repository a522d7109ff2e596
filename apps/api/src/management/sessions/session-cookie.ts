import { type Environment } from '#config';
import { cookie } from '../../http/cookies.js';

export const SESSION_COOKIE = 'rollcall_dashboard';

/** Goes to the API alone. @param seconds 0 removes it */
export function sessionCookie({ publicUrl }: Environment, token: string, seconds: number): string {
  const secure = publicUrl.startsWith('https:');
  return cookie(SESSION_COOKIE, token, { path: '/api/v1', maxAge: seconds, sameSite: 'Strict', secure });
}

export function secondsUntil(time: string): number {
  return Math.max(0, Math.floor((Date.parse(time) - Date.now()) / 1_000));
}
