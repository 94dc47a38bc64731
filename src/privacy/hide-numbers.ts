import { numbersIn, WITH_LETTERS } from '../domain/personal-numbers';
import { maskPhone } from './contact-cipher';

/** Words in which somebody may have left a number or an address, for readers who may not have it: «138****1234». */
export const hideNumbers = (text: string): string =>
  numbersIn(text).reduceRight(
    (shown, { kind, start, end, value }) =>
      shown.slice(0, start) + (WITH_LETTERS.includes(kind) ? '****' : maskPhone(value)) + shown.slice(end),
    text,
  );
