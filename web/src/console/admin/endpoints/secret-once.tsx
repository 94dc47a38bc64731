import { Input, Modal } from 'antd';

/** The only time that anybody sees it. */
export function SecretOnce({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  return (
    <Modal open title={`“${name}”的签名密钥`} footer={null} onCancel={onClose}>
      <p className="admin-dialog-note">请现在复制，交给接收方核对签名。关闭以后不再显示；忘记了可以更换。</p>
      <Input.TextArea
        aria-label="签名密钥"
        className="number"
        value={secret}
        readOnly
        autoSize
        onFocus={(event) => event.target.select()}
      />
    </Modal>
  );
}
