import { Modal } from 'antd';
import { useEffect, useState } from 'react';
import { RequestError, viewedAs } from '../../api/request';
import { ErrorState, LoadingRows } from './states';

/** The service sends files in a sandbox in which no browser shows a PDF: the page reads it and shows its own copy. */
async function readAsUrl(id: string): Promise<string> {
  const viewed = viewedAs();
  const response = await fetch(`/api/v1/attachments/${id}`, { headers: viewed ? { 'x-view-as': viewed } : {} });
  if (!response.ok) throw new RequestError((await response.json()) as RequestError['problem']);
  return URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: 'application/pdf' }));
}

function Document({ id, name }: { id: string; name: string }) {
  const [shown, setShown] = useState<{ url: string } | { error: unknown } | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let url: string | null = null;
    let isGone = false;
    setShown(null);
    readAsUrl(id).then(
      (made) => {
        url = made;
        if (isGone) URL.revokeObjectURL(made);
        else setShown({ url: made });
      },
      (error: unknown) => setShown({ error }),
    );
    return () => {
      isGone = true;
      if (url) URL.revokeObjectURL(url);
    };
  }, [id, tries]);
  if (shown === null) return <LoadingRows rows={8} />;
  if ('error' in shown) return <ErrorState error={shown.error} onRetry={() => setTries(tries + 1)} />;
  return <iframe className="attachments-document" src={`${shown.url}#navpanes=0`} title={name} />;
}

export function PdfDialog({ file, onClose }: { file: { id: string; name: string } | null; onClose: () => void }) {
  return (
    <Modal
      open={file !== null}
      onCancel={onClose}
      footer={null}
      width="min(960px, 92vw)"
      title={file?.name}
      destroyOnHidden
      centered
    >
      {file ? <Document id={file.id} name={file.name} /> : null}
    </Modal>
  );
}
