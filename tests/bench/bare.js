// The limit for HTTP: a bare Node server that reads the same bodies and answers the same number of bytes.
import { createServer } from 'node:http';

const answer = Buffer.from('x'.repeat(Number(process.argv[2])));
const server = createServer((request, response) => {
	/** @type {Buffer[]} */
	const chunks = [];
	request.on('data', (chunk) => chunks.push(chunk));
	request.on('end', () => {
		Buffer.concat(chunks).toString('utf8');
		response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
		response.end(answer);
	});
});
server.listen(0, '127.0.0.1', () => {
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	console.log(port);
});
