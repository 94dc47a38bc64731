import { generateClient } from './lib/generate.mjs';

generateClient();
