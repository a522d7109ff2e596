// Sets V8's flags while the heap is still small, then loads everything else.
import { keepHeapSmall } from '../../agent/src/small-heap.js';

if (process.argv.includes('agent')) keepHeapSmall();
await import('./command-process.js');
