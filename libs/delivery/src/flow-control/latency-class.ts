/**
 * How long an endpoint holds a connection. `fast`: its last request ended soon, whatever the answer. `slow`: its last request took long,
 * or a request has been under way for long. `unknown`: before the first request.
 */
export type LatencyClass = 'fast' | 'unknown' | 'slow';
