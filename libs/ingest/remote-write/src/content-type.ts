/** Which protocol version and compression a request's headers announce. */
import { IngestError } from './ingest-error.ts';

const MEDIA_TYPE = 'application/x-protobuf';

/** The messages of the two versions, as the `proto` parameter names them. */
export const PROTO = { v1: 'prometheus.WriteRequest', v2: 'io.prometheus.write.v2.Request' } as const;

export type ProtocolVersion = keyof typeof PROTO;

/** Header names in lower case, as `node:http` gives them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The version of a snappy-compressed request; absent headers mean 1.0. Throws {@link IngestError}. */
export function versionOf(headers: RequestHeaders): ProtocolVersion {
  const version = versionOfType(oneHeader(headers, 'content-type'));
  const encoding = oneHeader(headers, 'content-encoding').trim().toLowerCase();
  if (encoding !== '' && encoding !== 'snappy') {
    throw new IngestError(
      'unsupported_media_type',
      `Content-Encoding ${JSON.stringify(encoding)} is not supported: compress the body as one snappy block (Content-Encoding: snappy)`,
    );
  }
  return version;
}

function versionOfType(contentType: string): ProtocolVersion {
  if (contentType.trim() === '') return 'v1';
  const [mediaType, ...parameters] = contentType.split(';').map((part) => part.trim());
  const hint = `send ${MEDIA_TYPE};proto=${PROTO.v2} or ${MEDIA_TYPE};proto=${PROTO.v1}`;
  if (mediaType.toLowerCase() !== MEDIA_TYPE) {
    throw new IngestError(
      'unsupported_media_type',
      `Content-Type ${JSON.stringify(mediaType)} is not supported: ${hint}`,
    );
  }
  for (const parameter of parameters) {
    const [name, value = ''] = parameter.split('=').map((part) => part.trim());
    if (name.toLowerCase() !== 'proto') continue;
    const message = value.replace(/^"(.*)"$/, '$1');
    if (message === PROTO.v1) return 'v1';
    if (message === PROTO.v2) return 'v2';
    throw new IngestError('unsupported_media_type', `the message ${JSON.stringify(message)} is not known: ${hint}`);
  }
  return 'v1';
}

function oneHeader(headers: RequestHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : (value?.join(', ') ?? '');
}
