/** Which protocol version and compression a request's headers announce. */
import { IngestError } from './ingest-error.ts';

const MEDIA_TYPE = 'application/x-protobuf';
const V1 = 'prometheus.WriteRequest';
const V2 = 'io.prometheus.write.v2.Request';

/** Header names in lower case, as `node:http` gives them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Throws {@link IngestError} unless the headers announce snappy-compressed remote write 1.0; absent headers pass. */
export function checkHeaders(headers: RequestHeaders): void {
  checkContentType(oneHeader(headers, 'content-type'));
  const encoding = oneHeader(headers, 'content-encoding').trim().toLowerCase();
  if (encoding !== '' && encoding !== 'snappy') {
    throw new IngestError(
      'unsupported_media_type',
      `Content-Encoding ${JSON.stringify(encoding)} is not supported: compress the body as one snappy block (Content-Encoding: snappy)`,
    );
  }
}

function checkContentType(contentType: string): void {
  if (contentType.trim() === '') return;
  const [mediaType, ...parameters] = contentType.split(';').map((part) => part.trim());
  if (mediaType.toLowerCase() !== MEDIA_TYPE) {
    throw new IngestError(
      'unsupported_media_type',
      `Content-Type ${JSON.stringify(mediaType)} is not supported: send ${MEDIA_TYPE};proto=${V1}`,
    );
  }
  for (const parameter of parameters) {
    const [name, value = ''] = parameter.split('=').map((part) => part.trim());
    if (name.toLowerCase() !== 'proto') continue;
    const message = value.replace(/^"(.*)"$/, '$1');
    if (message === V1) continue;
    const hint = message === V2 ? 'remote write 2.0 is not supported yet' : `${JSON.stringify(message)} is not known`;
    throw new IngestError('unsupported_media_type', `${hint}: send ${MEDIA_TYPE};proto=${V1}`);
  }
}

function oneHeader(headers: RequestHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : (value?.join(', ') ?? '');
}
