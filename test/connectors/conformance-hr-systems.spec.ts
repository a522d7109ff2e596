import { conformance } from './conformance-suite.js';
import { HR_SYSTEMS } from './conformance-sources.js';

// In two files, which run side by side.
conformance(HR_SYSTEMS);
