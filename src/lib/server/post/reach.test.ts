import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { allowed, guarded, isInside } from './reach';

const outside = { origin: 'https://rate.example.gov.vn', privateToo: false };
const office = { ...outside, privateToo: true };

test('only https to public addresses may be called, and never this house itself', () => {
	expect(allowed('https://hooks.example.com/in?a=1', outside).href).toBe('https://hooks.example.com/in?a=1');
	for (const url of [
		'http://hooks.example.com/',
		'https://localhost/',
		'https://a.localhost/',
		'https://127.0.0.1/',
		'https://2130706433/',
		'https://0x7f.1/',
		'https://10.1.2.3/',
		'https://192.168.0.9/',
		'https://172.31.0.1/',
		'https://169.254.169.254/latest/meta-data',
		'https://[::1]/',
		'https://[fd00::1]/',
		'https://[::ffff:127.0.0.1]/',
		'https://user:secret@hooks.example.com/',
		'https://rate.example.gov.vn/admin',
		'file:///etc/passwd',
		'not an address',
		''
	])
		expect(() => allowed(url, outside), url).toThrow(/bad_shape/);
});

test('a setting lets calls into the office, still never to this house', () => {
	for (const url of ['http://10.1.2.3:8080/in', 'http://localhost:4000/', 'https://hooks.example.com/'])
		expect(allowed(url, office).href).toBe(url);
	expect(() => allowed('https://rate.example.gov.vn/in', office)).toThrow(/bad_shape/);
	expect(() => allowed('ftp://10.1.2.3/', office)).toThrow(/bad_shape/);
});

test('addresses inside are known in both families', () => {
	for (const ip of ['127.8.8.8', '100.64.0.1', '0.0.0.0', '::', 'fe80::1', '::ffff:10.0.0.1', '224.0.0.1'])
		expect(isInside(ip), ip).toBe(true);
	for (const ip of ['8.8.8.8', '172.32.0.1', '2001:4860:4860::8888', '100.128.0.1'])
		expect(isInside(ip), ip).toBe(false);
});

test('a name that leads inside is refused as the connection is made', async () => {
	const server = createServer((socket) => socket.end());
	await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
	const { port } = server.address() as AddressInfo;
	const reach = (given: typeof outside) =>
		new Promise<string>((done) => {
			const socket = connect({ host: 'localhost', port, lookup: guarded(given) });
			socket.on('connect', () => done('connected')).on('error', (error) => done(error.message));
			socket.on('close', () => socket.destroy());
		});
	expect(await reach(outside)).toMatch(/is a private address/);
	expect(await reach(office)).toBe('connected');
	await new Promise((closed) => server.close(closed));
});
