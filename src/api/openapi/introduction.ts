/** What a client author has to know before the first call; Markdown. */
export const INTRODUCTION = `诉求建议全链条服务：收集、分拨、办理、反馈、评价。一件诉求怎样走，见项目的 docs/overview.md 和 docs/architecture.md。

例子里的地址和账号是演示环境的，先设好：

\`\`\`bash
BASE=http://127.0.0.1:3000/api/v1
\`\`\`

## 登录

\`POST /sessions\` 得到 \`token\`，以后每次带在 \`Authorization: Bearer\` 里，12 小时有效；同时设了 Cookie，供网页用。
用 Cookie 时，改变数据的请求只接受同源的。每个接口的说明写着哪些角色可以调用；没有角色的回答 403 \`not_allowed_for_role\`。
看不见的诉求与不存在的一样，回答 404。以 \`/public\` 开头的不用登录。

\`\`\`bash
TOKEN=$(curl -s $BASE/sessions -H 'content-type: application/json' \\
  -d '{"username":"zhihui.collector","password":"zhitongche-demo-2026"}' | jq -r .token)
curl -s $BASE/me -H "authorization: Bearer $TOKEN"
\`\`\`

## 重试不会办两次：Idempotency-Key

登记、办理等请求可以带 \`Idempotency-Key\`：每次意图取一个新值，没有收到回答（断线、503）就用同一个再发。
同键同内容得到同一个回答；同键不同内容答 422 \`idempotency_conflict\`。

\`\`\`bash
curl -s $BASE/demands -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\
  -H "idempotency-key: $(uuidgen)" -d '{"kind":"help","title":"园区出入口早高峰通行慢",
  "body":"货车与员工车辆混行。","unit":"zhihui","subject":{"type":"enterprise","name":"汇志一号企业"},"channel":"党群服务中心"}'
\`\`\`

## 现在能做什么，和别人同时办：ifVersion

\`GET /demands/{number}/actions\` 列出每一种操作现在能不能做、为什么不能。操作的请求体可以带 \`ifVersion\`（诉求的 \`version\`）：
其间有人办过，就答 409 \`version_conflict\`，请重新读取再决定。操作的回答是诉求的新版本，接着的 GET 一定读得到。

\`\`\`bash
curl -s $BASE/demands/$NUMBER/actions/dispatch -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\
  -d '{"leadUnit":"zhihui","ifVersion":1}'
\`\`\`

## 分页

列表一律是 \`{items, nextCursor?}\`。\`limit\` 最大 200；有 \`nextCursor\` 就还有下一页，把它放进 \`cursor\`，其余条件不变。

\`\`\`bash
curl -s "$BASE/demands?stage=handling&limit=50&cursor=$CURSOR" -H "authorization: Bearer $TOKEN"
\`\`\`

## 错误

4xx、5xx 一律是 \`application/problem+json\`(RFC 9457)。程序看 \`code\`（见下面的 Problem），给人看 \`detail\`;
\`errors[]\` 逐项指出填错的地方，\`path\` 在请求体、查询条件、路径和请求头里写法相同，如 \`/contact/phone\`、\`/due\`。
请忽略不认识的字段和 \`code\`，以后会增加。

\`\`\`bash
curl -s "$BASE/demands?limit=201" -H "authorization: Bearer $TOKEN"
# {"type":"urn:zhitongche:problem:invalid_input","title":"填写有误","status":422,"code":"invalid_input",
#  "detail":"填写有误（/limit）：不能大于 200","errors":[{"path":"/limit","message":"不能大于 200"}]}
\`\`\`

回答带 \`Retry-After\`（秒）的（503 和限流的 429），过后用同一个幂等键重试。

## 时间、编号、附件、推送

- 时间是带时区的 ISO 8601；写在网址里时 \`+\` 要写成 \`%2B\`。日期按北京时间。
- \`id\` 是不透明的文字；诉求用 \`number\`（SQ 开头）。
- 附件先用 \`POST /attachments\`(multipart/form-data)上传，再把得到的 \`id\` 放进 \`attachments\`，一天之内有效。
- \`GET /stream\` 是 SSE：新通知和待办变化；断线后带 \`Last-Event-ID\` 补收。要推送到自己的系统，用 \`POST /endpoints\` 登记 Webhook。

\`\`\`bash
curl -s $BASE/attachments -H "authorization: Bearer $TOKEN" -F file=@现场.jpg
curl -N $BASE/stream -H "authorization: Bearer $TOKEN"
\`\`\`
`;
