import { QueryFailedError } from 'typeorm';
import { Problem } from '../http/problem.js';

const UNIQUE_VIOLATION = '23505';

/** Turns the violation of a named unique index into a 409 in the given words. */
export async function onUniqueViolation<T>(work: Promise<T>, words: Record<string, string>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code, constraint } = (error instanceof QueryFailedError ? error.driverError : {}) as {
      code?: string;
      constraint?: string;
    };
    const message = code === UNIQUE_VIOLATION ? words[constraint ?? ''] : undefined;
    throw message === undefined ? error : Problem.conflict(message);
  }
}
