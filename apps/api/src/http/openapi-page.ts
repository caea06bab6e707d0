import { ERRORS } from '@subsecond/contracts';
import { z } from 'zod';

/**
 * The OpenAPI document as a page that needs no script and no other server. Only what a reader looks for: routes,
 * parameters, bodies, answers, error codes; the whole document is at /api/docs/json.
 */

const schema = z.looseObject({
  type: z.unknown().optional(),
  default: z.unknown().optional(),
  description: z.string().optional(),
});
const media = z.record(z.string(), z.looseObject({ schema: z.unknown().optional() }));
const operation = z.looseObject({
  tags: z.array(z.string()).default(['other']),
  summary: z.string().default(''),
  description: z.string().default(''),
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        description: z.string().optional(),
        schema: schema.default({}),
      }),
    )
    .default([]),
  requestBody: z.looseObject({ content: media.default({}) }).optional(),
  responses: z
    .record(z.string(), z.looseObject({ description: z.string().default(''), content: media.default({}) }))
    .default({}),
});
const apiDocument = z.looseObject({
  info: z.looseObject({ title: z.string(), version: z.string(), description: z.string().default('') }),
  paths: z.record(z.string(), z.record(z.string(), operation)).default({}),
});
type Operation = z.infer<typeof operation>;

export function openApiPage(input: unknown): string {
  const { info, paths } = apiDocument.parse(input);
  const byTag = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, found] of Object.entries(methods)) {
      const tag = found.tags[0] ?? 'other';
      byTag.set(tag, [...(byTag.get(tag) ?? []), operationHtml(method, path, found)]);
    }
  }
  const routes = [...byTag].map(([tag, sections]) => `<h2>${escapeHtml(tag)}</h2>${sections.join('')}`).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(info.title)} API</title><link rel="stylesheet" href="/api/docs/style.css"></head><body><main><h1>${escapeHtml(info.title)} API ${escapeHtml(info.version)}</h1><p>${escapeHtml(info.description)}</p><p><a href="/api/docs/json">The OpenAPI document</a></p>${routes}${errorsHtml()}</main></body></html>`;
}

function operationHtml(method: string, path: string, found: Operation): string {
  const parameters = found.parameters.map(
    (parameter) =>
      `<tr><td>${escapeHtml(parameter.name)}</td><td>${parameter.in}${parameter.required ? ', required' : ''}</td><td>${escapeHtml(parameter.description ?? parameter.schema.description ?? '')}${parameter.schema.default === undefined ? '' : ` <em>default ${escapeHtml(String(parameter.schema.default))}</em>`}</td></tr>`,
  );
  const answers = Object.entries(found.responses).map(([status, answer]) =>
    mediaHtml(`Answer ${status}`, answer.content),
  );
  return `<section><h3>${method.toUpperCase()} ${escapeHtml(path)}</h3><p>${escapeHtml(found.summary)}</p>${found.description === '' ? '' : `<p>${escapeHtml(found.description)}</p>`}${parameters.length === 0 ? '' : `<table><tr><th>parameter</th><th>in</th><th>takes</th></tr>${parameters.join('')}</table>`}${found.requestBody === undefined ? '' : mediaHtml('Body', found.requestBody.content)}${answers.join('')}</section>`;
}

function mediaHtml(title: string, content: z.infer<typeof media>): string {
  return Object.entries(content)
    .map(
      ([type, { schema: shape }]) =>
        `<details><summary>${title}: ${escapeHtml(type)}</summary><pre>${escapeHtml(JSON.stringify(shape, undefined, 2) ?? '')}</pre></details>`,
    )
    .join('');
}

function errorsHtml(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, { status, title }]) =>
      `<tr id="error-${code}"><td>${code}</td><td>${status}</td><td>${escapeHtml(title)}</td></tr>`,
  );
  return `<h2>Error codes</h2><p>A failure's <code>detail</code> says what was wrong and what to do.</p><table><tr><th>code</th><th>status</th><th>meaning</th></tr>${rows.join('')}</table>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
