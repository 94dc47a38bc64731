export const TELEPHONE_SHAPE = /^\+?[0-9][0-9 -]{4,18}[0-9]$/;
/** A mobile number of China, with or without its country: nothing else begins so with the plus sign, or without one. */
const MOBILE = /^((?:\+|00)86)?(1[3-9]\d*)$/;
const MOBILE_DIGITS = 11;

/** What is wrong with a telephone number, or null. Of a foreign one (with +) only the shape is known. */
export function telephoneFault(text: string): string | null {
  const number = text.trim();
  if (!TELEPHONE_SHAPE.test(number)) return '电话号码须为 6 到 20 位数字';
  const digits = MOBILE.exec(number.replace(/[ -]/g, ''))?.[2];
  return digits && digits.length !== MOBILE_DIGITS
    ? `手机号须为 ${MOBILE_DIGITS} 位数字，现在是 ${digits.length} 位，请核对`
    : null;
}

// Written without looking back, which the browsers of older phones do not know.
const WRITTEN = /(^|\D)(1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?[2-9]\d{6,7})(?!\d)/;

/** Whether a telephone number stands in what somebody writes: it belongs into the field that is kept secret. */
export const holdsTelephone = (text: string): boolean => WRITTEN.test(text);
