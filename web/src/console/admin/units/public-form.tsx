import { Link } from '@tanstack/react-router';
import type { TreeUnit } from '../../../../../src/api/contract';
import { PrintableCode } from '../../collection/printable-code';

/** Every unit has a page where anybody files a demand without login: its address and its code, to send, to print, to hang up. */
export function PublicForm({ unit }: { unit: TreeUnit }) {
  return (
    <section className="section" aria-labelledby="unit-form">
      <h2 id="unit-form">公开登记页</h2>
      <p className="muted">不用登录。手机扫码打开，所在单位已经选好；贴在前台、电梯间，或发到群里。</p>
      <PrintableCode name={unit.name} address={`${location.origin}/m/file/${unit.id}`}>
        <Link to="/letter" search={{ unit: unit.id }}>
          打印一封信
        </Link>
      </PrintableCode>
    </section>
  );
}
