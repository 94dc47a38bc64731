import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { formsQuery } from './queries';

interface FormSelectProps {
  /** Where it is to be used. */
  unit: string | undefined;
  id?: string;
  value?: string | null;
  onChange?: (code: string | undefined) => void;
}

/** A form that can be used in the unit, or none. */
export function FormSelect({ unit, id, value, onChange }: FormSelectProps) {
  const forms = useQuery(formsQuery(unit));
  const options = (forms.data ?? []).map(({ code, title }) => ({ value: code, label: title }));
  // One that was chosen for another place stays visible until it is changed.
  const isStrange = value && forms.data && !options.some((option) => option.value === value);
  return (
    <Select
      id={id}
      allowClear
      value={value ?? undefined}
      onChange={onChange}
      loading={forms.isFetching}
      options={isStrange ? [...options, { value, label: `${value}（这里不能使用）` }] : options}
      placeholder="不用征集表"
      notFoundContent={unit ? '这里没有征集表' : '先选所在地'}
    />
  );
}
