import { Problem } from '../errors';

export const topicClosed = (): Problem =>
  new Problem('topic_closed', '这件类案已经结束，不能再改，也不用再结束；需要时请先重新打开。');
