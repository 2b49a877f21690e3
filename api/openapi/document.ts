/** The OpenAPI 3.1 document, made from the routes and the zod schemas that check and describe what passes. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { problemComponent } from './answers.js';

export const DOCS_PATH = 'api/docs';
export const JSON_PATH = 'api/openapi.json';

const DESCRIPTION = `Deadlines of a ceasefire: reports, cases, proposals, acknowledgements, decisions.

The key decides who you are and which world, real or exercise, you are in. Instants are RFC 3339 UTC with
milliseconds. Errors are problem documents (RFC 9457). Commands take an \`Idempotency-Key\`, and \`?dryRun=true\` to see
what would happen. What was accepted and not yet answered by a worker is a 202 with its \`location\`.`;

export function setUpDocument(app: NestFastifyApplication): void {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Holdfire')
    .setDescription(DESCRIPTION)
    .setVersion('0.1.0')
    .setLicense('Apache-2.0', '')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The key of a person or a machine.' })
    .addCookieAuth('holdfire-session')
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('cookie')
    .build();
  const make = () => {
    const document = SwaggerModule.createDocument(app, config, { standardSchemaConverter: convert });
    const schemas = { ...document.components?.schemas, Problem: problemComponent() };
    return { ...document, components: { ...document.components, schemas } } as typeof document;
  };
  SwaggerModule.setup(DOCS_PATH, app, make, {
    jsonDocumentUrl: JSON_PATH,
    customSiteTitle: 'Holdfire API',
    // The page asks no other host for anything, and sends no document to be checked elsewhere.
    swaggerOptions: { validatorUrl: null, persistAuthorization: false },
    ui: true,
    raw: ['json'],
  });
}

/** JSON Schema 2020-12, as OpenAPI 3.1 takes it; named schemas become components. */
function convert(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }) {
  if (!(schema instanceof z.ZodType)) return undefined;
  const {
    $schema: _,
    $defs = {},
    ...rest
  } = z.toJSONSchema(schema, {
    io: schemaType,
    unrepresentable: 'any',
    // Answers may grow: a reader that refuses new fields would break with the next release.
    override: ({ jsonSchema }) => {
      if (schemaType === 'output') delete jsonSchema.additionalProperties;
    },
  });
  return { schema: rest, components: $defs };
}
