import { conformance } from './conformance-suite.js';
import { DIRECTORIES } from './conformance-sources.js';

// In two files, which run side by side.
conformance(DIRECTORIES);
