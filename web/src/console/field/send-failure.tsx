import { FormError } from '../parts/form-error';

/** Why it did not go out; without a network nothing needs to be done but to wait. */
export function SendFailure({ failure, waits }: { failure: unknown; waits: boolean }) {
  if (!waits) return <FormError error={failure} />;
  return (
    <p className="form-error" role="status">
      现在没有网络，还没有发出。填写的内容已存在本机，联网后自动发送，不会重复；也可以稍后再点一次。
    </p>
  );
}
