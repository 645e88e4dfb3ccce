import { connect, launchCommand } from '../support/client.ts';
import { afford } from './afford.ts';
import { follow } from './follow.ts';
import { startRestApi } from './rest-api.ts';
import { say } from './say.ts';
import { seed } from './seed.ts';

const rest = await startRestApi();
const allow = ['--allow', new URL(rest.api.url).host];
const { command, args } = launchCommand();
say(`A REST API listens on ${rest.api.url}.`);
say(`The server: ${[command, ...args, ...allow].join(' ')}   (as in mcp.json, plus --allow)\n`);
const server = await connect(...allow);
await seed(server, rest);
await afford(server, rest);
await follow(server, rest);
await server.close();
await rest.api.close();
