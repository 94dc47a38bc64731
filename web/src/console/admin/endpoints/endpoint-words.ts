import {
  CHANNEL_LABELS,
  ENDPOINT_CHANNELS,
  RINGING_KINDS,
  ringingKindLabel,
} from '../../../../../src/domain/notice-channel';
import type { Endpoint } from '../../../../../src/api/contract';

export const CHANNEL_CHOICES = ENDPOINT_CHANNELS.map((value) => ({ value, label: CHANNEL_LABELS[value] ?? value }));
export const KIND_CHOICES = RINGING_KINDS.map((value) => ({ value, label: ringingKindLabel(value) }));

const labelOf = (kind: string): string => KIND_CHOICES.find(({ value }) => value === kind)?.label ?? kind;

export function kindsWords(kinds: Endpoint['kinds']): string {
  if (kinds === null) return '全部外发通知';
  return kinds.length === 0 ? '不要任何通知' : kinds.map(labelOf).join('、');
}
