import type { FormInstance } from 'antd';
import { RequestError } from '../../api/request';

/** What the service says of single fields, by the path that it names: "/budgets/0/minutes". */
export type FieldErrors = Readonly<Record<string, string>>;

export function fieldErrorsOf(error: unknown): FieldErrors {
  const errors = error instanceof RequestError ? (error.problem.errors ?? []) : [];
  return Object.fromEntries(errors.map(({ path, message }) => [path, message]));
}

/** Shows them in a form of antd, which names a field by the steps to it. */
export function showFieldErrors<Values>(form: FormInstance<Values>, error: unknown): void {
  const fields = Object.entries(fieldErrorsOf(error)).map(([path, message]) => ({
    name: path
      .slice(1)
      .split('/')
      .map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
    errors: [message],
  }));
  form.setFields(fields as Parameters<typeof form.setFields>[0]);
}
