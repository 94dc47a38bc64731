/** The N channels of the «124N» model by which a demand is collected; the service keeps the name as it stands here. */
export const CHANNELS = [
  '党群服务中心',
  '书记工作室',
  '暖蜂驿站',
  '微论坛',
  '主题党日',
  '展会',
  '包干队伍',
  '楼宇薪火小站',
  '电话',
  '网站',
] as const;
