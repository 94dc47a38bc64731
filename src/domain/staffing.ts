/** What a day asks of the callers of a unit, and who is on duty. */
export interface StaffingDay {
  /** Open jobs whose window opens on the day; on the first one also those left from before. */
  open: number;
  /** Ratings whose time ends on the day, times the part of them that turned out dissatisfied lately. */
  expected: number;
  capacity: number;
}

/** Jobs for which nobody is on duty; expected ones are rounded up, because half a call cannot be made. */
export const shortfallOf = ({ open, expected, capacity }: StaffingDay): number =>
  Math.max(0, Math.ceil(Number((open + expected).toFixed(9))) - capacity);

/** Callers of a day that a person fills in without a number. */
export const USUAL_CAPACITY = 20;
