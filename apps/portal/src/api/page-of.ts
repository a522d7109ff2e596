/** A page of a list, whatever its field is called. */
export interface PageOf<Row> {
  rows: Row[];
  total: number;
  next: string;
  previous: string;
}

interface ListAnswer {
  total_size?: number;
  next_page_token?: string;
  prev_page_token?: string;
}

export function pageOf<Row>(answer: ListAnswer, rows: Row[] | undefined): PageOf<Row> {
  return {
    rows: rows ?? [],
    total: answer.total_size ?? rows?.length ?? 0,
    next: answer.next_page_token ?? '',
    previous: answer.prev_page_token ?? '',
  };
}
