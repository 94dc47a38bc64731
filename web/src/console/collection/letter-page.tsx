import { useQuery } from '@tanstack/react-query';
import { Button, QRCode } from 'antd';
import { palettes } from '../../design/tokens';
import { fullDay } from '../../time/format';
import { NotForYou } from '../admin/not-for-you';
import { PageHeader } from '../parts/page-header';
import { EmptyState, LoadingRows } from '../parts/states';
import { UnitSelect, useUnits } from '../parts/unit-select';
import { usePageSearch } from '../search';
import { hasRole, serviceQuery, unitsWithRole, useMe } from '../session';
import { FormSelect } from './form-select';
import './letter.css';
import { LETTER_TITLE, letterText } from './letter-text';
import './print.css';
import { formsQuery } from './queries';

/** 《致“两企三新”党组织和党员的一封信》 of a unit, with the code of its page or of one of its forms: to be printed and handed over. */
export function LetterPage() {
  const me = useMe();
  const units = useUnits();
  const [search, change] = usePageSearch();
  const id = search.unit ?? unitsWithRole(me, 'collector', 'administrator')[0]?.id;
  const form = useQuery(formsQuery(id)).data?.find(({ code }) => code === search.form);
  const publicUrl = useQuery(serviceQuery).data?.publicUrl ?? location.origin;
  if (!hasRole(me, 'collector', 'administrator')) return <NotForYou title="一封信" who="收集人和管理员" />;
  const unit = id === undefined ? undefined : units.byId.get(id);
  return (
    <div className="page">
      <PageHeader
        title="一封信"
        note={`《${LETTER_TITLE}》：A4 一页，带单位登记页的二维码。文字为示例，正式使用前请核定。`}
      >
        <Button type="primary" disabled={!unit} onClick={() => window.print()}>
          打印
        </Button>
      </PageHeader>
      <div className="letter-choice not-printed">
        <label htmlFor="letter-unit">
          单位
          <UnitSelect id="letter-unit" value={id} onChange={(chosen) => change({ unit: chosen, form: undefined })} />
        </label>
        <label htmlFor="letter-form">
          征集表
          <FormSelect id="letter-form" unit={id} value={search.form} onChange={(code) => change({ form: code })} />
        </label>
      </div>
      {units.isPending ? <LoadingRows rows={4} /> : null}
      {unit ? (
        <Letter
          unit={unit.name}
          form={form?.title}
          address={`${publicUrl}/m/file/${unit.id}${form ? `~${form.code}` : ''}`}
        />
      ) : units.isPending ? null : (
        <EmptyState title="没有这个单位">请从上面选择一个单位。</EmptyState>
      )}
    </div>
  );
}

function Letter({ unit, form, address }: { unit: string; form?: string; address: string }) {
  const [greeting, ...text] = letterText(unit);
  return (
    <article className="printed letter" aria-label={LETTER_TITLE}>
      <h2>{LETTER_TITLE}</h2>
      <p className="letter-sample">示例文字，尚未经主管部门审定</p>
      <p>各“两企三新”党组织、广大党员：</p>
      <div className="letter-text">
        <p>{greeting}</p>
        {text.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
      <div className="letter-code">
        <QRCode
          type="svg"
          aria-label={`${unit}登记页的二维码`}
          value={address}
          size={176}
          marginSize={2}
          errorLevel="M"
          bordered={false}
          color={palettes.light.text}
          bgColor={palettes.light.surface}
        />
        <p>{form ? `扫码填写《${form}》` : '有诉求、有建议，扫一扫'}</p>
        <p className="letter-address">{address}</p>
      </div>
      <p className="letter-end">
        {unit}
        <br />
        {fullDay(Date.now())}
      </p>
    </article>
  );
}
