import { lazy, Suspense } from 'react';
import type { ShownAttachment } from './attachments-shown';
import { LoadingRows } from './states';

export { AttachmentUpload } from './attachment-upload';

const Shown = lazy(() => import('./attachments-shown').then((part) => ({ default: part.AttachmentsShown })));

/** Files of a demand. What shows them is loaded with the first of them. */
export function AttachmentList({ items }: { items: readonly ShownAttachment[] }) {
  if (items.length === 0) return null;
  return (
    <Suspense fallback={<LoadingRows rows={1} height={96} />}>
      <Shown items={items} />
    </Suspense>
  );
}
