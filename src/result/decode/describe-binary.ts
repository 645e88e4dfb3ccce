import { mediaType } from './media-type.ts';
import { sniff } from './sniff.ts';

/** A body that is not shown. */
export interface Described {
  readonly type: string;
  readonly bytes: number;
  /** In pixels, of images that say it in their header. */
  readonly width?: number;
  readonly height?: number;
}

/** Containers: the media type may know better what is in one. */
const CONTAINER = /^application\/(?:zip|gzip|ogg)$|^video\/webm$|^image\/tiff$/;
/** What is in the container of ISO 14496-12, whose brand says little. */
const ISO_FILE = /^(?:image|audio|video)\/(?:x-)?(?:mp4|m4[abpv]|mp4a-latm|3gpp2?|quicktime|hei[cf](?:-sequence)?|avif)$/;

/** The type of what is not shown: by its magic bytes, except where the label knows better what a container holds. */
export function describe(body: Buffer, contentType: string | undefined): Described {
  const label = mediaType(contentType);
  const found = sniff(body);
  const isSpecific = /^(?:application|audio|video|image)\//.test(label) && !/octet-stream$|json$|xml$/.test(label);
  const fits = found !== undefined && (CONTAINER.test(found.type) || (ISO_FILE.test(found.type) && ISO_FILE.test(label)));
  const type = (!found || (isSpecific && fits) ? label : found.type) || 'application/octet-stream';
  return { ...found, type, bytes: body.length };
}
