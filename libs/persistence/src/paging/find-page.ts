import { LessThan, MoreThan, type FindOptionsOrder, type FindOptionsWhere, type Repository } from 'typeorm';
import { keysetPage, type KeysetPage, type PageRequest } from './keyset.js';

/** A page of a list that people manage by hand, ordered by id. Several criteria are alternatives; none may be about the id. */
export async function findPage<T extends { id: string }>(
  repository: Repository<T>,
  criteria: FindOptionsWhere<T> | FindOptionsWhere<T>[],
  page: PageRequest,
): Promise<KeysetPage<T>> {
  const cursor =
    page.before !== undefined
      ? { id: LessThan(page.before) }
      : page.after !== undefined
        ? { id: MoreThan(page.after) }
        : {};
  const alternatives = Array.isArray(criteria) ? criteria : [criteria];
  const [total, rows] = await Promise.all([
    repository.countBy(criteria),
    repository.find({
      where: alternatives.map((where) => ({ ...where, ...cursor })) as FindOptionsWhere<T>[],
      order: { id: page.before === undefined ? 'ASC' : 'DESC' } as FindOptionsOrder<T>,
      take: page.size + 1,
    }),
  ]);
  return keysetPage(page, rows, total);
}
