import type { ListResourcesResult, ListResourceTemplatesResult, ReadResourceResult } from '@modelcontextprotocol/sdk/types.js';
import type { ResourceReader } from '../tools/read-resource.ts';
import { UsageError } from '../tools/usage-error.ts';
import { ERROR_CODE, ProtocolError } from './protocol-error.ts';
import type { Served } from './served.ts';

/** The answer to `resources/list`. */
export function listResources(reader: ResourceReader): ListResourcesResult {
  return { resources: reader.list().map((resource) => ({ ...resource })) };
}

/** The answer to `resources/templates/list`. */
export function listResourceTemplates(reader: ResourceReader): ListResourceTemplatesResult {
  return { resourceTemplates: reader.templates().map((template) => ({ ...template })) };
}

/**
 * The answer to `resources/read`.
 * @throws {ProtocolError} -32602 if there is no such resource (any more), as MCP 2026-07-28 has it
 * @throws the reason of `signal`
 */
export async function readResource(uri: string, served: Served, signal: AbortSignal): Promise<ReadResourceResult> {
  const { resources, redactor, log } = served;
  try {
    const { mimeType, ...content } = await resources.read(uri, signal);
    return { contents: [{ uri, mimeType, ...content }] };
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof UsageError) throw new ProtocolError(ERROR_CODE.invalidParams, error.message, { uri });
    log('error', `resources/read: ${error instanceof Error ? error.stack : String(error)}`);
    throw new ProtocolError(ERROR_CODE.internal, redactor.text(`the resource cannot be read: ${String(error)}`));
  }
}
