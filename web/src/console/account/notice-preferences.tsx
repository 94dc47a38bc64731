import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import type { NoticePreferences as Preferences, NoticePreferencesChange } from '../../../../src/api/contract';
import { get, put } from '../../api/request';
import { ClockTimeInput } from '../admin/clock-time-input';
import { FormError } from '../parts/form-error';
import { ErrorState, LoadingRows } from '../parts/states';
import './preferences.css';

type Channel = Preferences['channels'][number];
type Change = NoticePreferencesChange['channels'][number];

const query = { queryKey: ['notice-preferences'], queryFn: () => get<Preferences>('/me/notice-preferences') };

/** By what the person is told besides the console, and when. */
export function NoticePreferences() {
  const found = useQuery(query);
  return (
    <section className="section" aria-labelledby="account-notices">
      <h2 id="account-notices">接收通知</h2>
      <p className="muted">
        站内通知总是立即出现。外发通知还可以发到这里；安静时段里等到时段结束，时限不等。地址加密保存，只显示首尾。
      </p>
      {found.isPending ? <LoadingRows rows={3} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data?.channels.map((channel) => (
        <ChannelForm key={channel.channel} channel={channel} kinds={found.data.kinds} />
      ))}
    </section>
  );
}

const changeOf = ({ channel, kinds, quietHours, digestAt }: Channel): Change => ({
  ...{ channel, quietHours, digestAt },
  kinds: kinds as Change['kinds'],
});

function ChannelForm({ channel, kinds }: { channel: Channel; kinds: Preferences['kinds'] }) {
  const client = useQueryClient();
  const [change, setChange] = useState(() => changeOf(channel));
  const [address, setAddress] = useState('');
  const save = useMutation({
    mutationFn: (more: Partial<Change>) =>
      put<Preferences>('/me/notice-preferences', { channels: [{ ...change, ...more }] }),
    onSuccess: (saved) => {
      client.setQueryData(query.queryKey, saved);
      setAddress('');
    },
  });
  const set = (more: Partial<Change>) => {
    save.reset();
    setChange({ ...change, ...more });
  };
  const label = channel.label;
  return (
    <fieldset className="preferences-channel">
      <legend>
        {label}
        {channel.connected ? null : <span className="tag">本系统没有接通，只记录</span>}
        {channel.chosen ? null : <span className="tag">默认 · 示例</span>}
      </legend>
      <div className="preferences-row">
        <Input
          className="preferences-address"
          aria-label={`${label}的${channel.channel === 'mail' ? '邮箱地址' : '手机号码'}`}
          placeholder={channel.address ?? (channel.channel === 'mail' ? '邮箱地址' : '11 位手机号码')}
          value={address}
          maxLength={254}
          autoComplete={channel.channel === 'mail' ? 'email' : 'tel'}
          onChange={({ target }) => setAddress(target.value)}
        />
        {channel.address ? <span>现为 {channel.address}</span> : <span className="muted">还没有登记</span>}
        {channel.address ? (
          <Button size="small" aria-label={`删除${label}的地址`} onClick={() => save.mutate({ address: null })}>
            删除地址
          </Button>
        ) : null}
      </div>
      <Kinds label={label} chosen={change.kinds} kinds={kinds} onChange={(chosen) => set({ kinds: chosen })} />
      <Times label={label} change={change} onChange={set} />
      <FormError error={save.error} />
      <Button
        loading={save.isPending}
        aria-label={`保存${label}`}
        onClick={() => save.mutate(address ? { address } : {})}
      >
        保存
      </Button>
      {save.isSuccess ? (
        <span role="status" className="preferences-done">
          已保存
        </span>
      ) : null}
    </fieldset>
  );
}

interface KindsProps {
  label: string;
  chosen: Change['kinds'];
  kinds: Preferences['kinds'];
  onChange: (chosen: Change['kinds']) => void;
}

function Kinds({ label, chosen, kinds, onChange }: KindsProps) {
  return (
    <div className="preferences-row">
      <Checkbox checked={chosen === null} onChange={({ target }) => onChange(target.checked ? null : [])}>
        全部
      </Checkbox>
      {chosen === null ? null : (
        <Checkbox.Group
          aria-label={`${label}要哪些通知`}
          value={chosen}
          options={kinds.map(({ kind, label: name }) => ({ value: kind, label: name }))}
          onChange={(values) => onChange(values)}
        />
      )}
    </div>
  );
}

const NIGHT = { from: 20 * 60, to: 8 * 60 };
const EVENING = 17 * 60;

interface TimesProps {
  label: string;
  change: Change;
  onChange: (more: Partial<Change>) => void;
}

function Times({ label, change: { quietHours, digestAt }, onChange }: TimesProps) {
  return (
    <>
      <div className="preferences-row">
        <Checkbox
          checked={quietHours !== null}
          onChange={({ target }) => onChange({ quietHours: target.checked ? NIGHT : null })}
        >
          自己的安静时段
        </Checkbox>
        {quietHours ? (
          <span className="admin-span">
            <ClockTimeInput
              label={`${label}安静时段开始`}
              value={quietHours.from}
              onChange={(from) => onChange({ quietHours: { ...quietHours, from } })}
            />
            至
            <ClockTimeInput
              label={`${label}安静时段结束`}
              value={quietHours.to}
              onChange={(to) => onChange({ quietHours: { ...quietHours, to } })}
            />
          </span>
        ) : null}
      </div>
      <div className="preferences-row">
        <Checkbox
          checked={digestAt !== null}
          onChange={({ target }) => onChange({ digestAt: target.checked ? EVENING : null })}
        >
          每天汇总成一条
        </Checkbox>
        {digestAt !== null ? (
          <ClockTimeInput
            label={`${label}每天汇总的时间`}
            value={digestAt}
            onChange={(at) => onChange({ digestAt: at })}
          />
        ) : null}
      </div>
    </>
  );
}
