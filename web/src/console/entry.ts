import type { Problem } from '../../../src/api/contract';

type Refusal = Pick<Problem, 'status' | 'code'>;

/**
 * Where somebody goes whom the service refuses at the door; null when that is not what failed. Looking as somebody else may
 * have ended since, by its hour or in another tab: unless `forgetView` does so, every page of this tab is refused for good.
 */
export function elsewhere(
  { status, code }: Refusal,
  href: string,
  forgetView: () => void,
): { to: string; search?: { next: string } } | null {
  if (status === 401) return { to: '/login', search: { next: href } };
  if (code !== 'view_as_ended') return null;
  forgetView();
  return { to: '/admin/people' };
}
