import type { FastifySwaggerUiOptions } from '@fastify/swagger-ui';

const MARK =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="4" fill="#b8141c"/>' +
  '<path d="M7 16h13M15 10l6 6-6 6" fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="square"/>' +
  '<path d="M25.4 8v16" stroke="#fff" stroke-width="3.2"/></svg>';

const STYLE = `
body { background: #faf9f6; }
.swagger-ui, .swagger-ui .info .title, .swagger-ui .opblock-tag, .swagger-ui .opblock .opblock-summary-description,
.swagger-ui .info li, .swagger-ui .info p, .swagger-ui .btn, .swagger-ui label {
  font-family: system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif;
}
.swagger-ui .info { margin: 32px 0; }
.swagger-ui .info .title { color: #1c1b1a; }
.swagger-ui .info h2 { font-size: 20px; margin-top: 32px; }
.swagger-ui .info .main .link, .swagger-ui .info .title small { vertical-align: middle; }
.swagger-ui .scheme-container { box-shadow: none; border-block: 1px solid #e5e2db; }
.swagger-ui .opblock-tag { font-size: 18px; }
.swagger-ui .opblock-tag small { color: #5b5852; }
.swagger-ui .info .description :is(p, ul, pre) { max-width: 96ch; margin-inline: 0; }
.swagger-ui .info .description code { color: #1c1b1a; font-weight: 400; }
`;

/**
 * The pages under /docs. Without the plugin's own content policy: it lacks the inline styles that the pages themselves use, and
 * on an intranet without https sends every request to a port that nobody listens on.
 */
export const documentationPages: FastifySwaggerUiOptions = {
  routePrefix: '/docs',
  // Without the bar on top that asks for another document.
  uiConfig: { layout: 'BaseLayout', docExpansion: 'none', filter: true, defaultModelsExpandDepth: 0 },
  theme: {
    title: '直通车接口',
    css: [{ filename: 'zhitongche.css', content: STYLE }],
    favicon: [{ filename: 'favicon.svg', rel: 'icon', type: 'image/svg+xml', sizes: 'any', content: MARK }],
  },
};
