import { useState } from 'react';
import { intention, type Intention } from './keys';

/** One for each form. */
export const useIntention = (): Intention => useState(intention)[0];
