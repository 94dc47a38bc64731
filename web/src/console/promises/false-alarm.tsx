import { Checkbox } from 'antd';
import { RequestError } from '../../api/request';

interface FalseAlarmProps {
  error: unknown;
  value: boolean;
  onChange: (isConfirmed: boolean) => void;
}

/** After the service found names or inside notes in words for the reporter: a person may say that it is mistaken. */
export function FalseAlarm({ error, value, onChange }: FalseAlarmProps) {
  const isFound = error instanceof RequestError && error.code === 'leaks_personal_data';
  if (!isFound && !value) return null;
  return (
    <Checkbox checked={value} onChange={({ target }) => onChange(target.checked)}>
      我已核对，姓名或照抄内部记录的提示是误报，可以发给诉求人
    </Checkbox>
  );
}
