import { describe, expect, it } from 'vitest';
import { hubAddressOf } from '$lib/app/hub-address';

describe('the address of a hub', () => {
	it.each([
		['192.168.1.5:4443', 'https://192.168.1.5:4443'],
		['  https://192.168.1.5:4443/hub ', 'https://192.168.1.5:4443'],
		['https://192.168.1.5:4443/', 'https://192.168.1.5:4443'],
		['HTTPS://Beredt.local:4443/hub#ab', 'https://beredt.local:4443'],
		['https://beredt.example.org/plan/hub', 'https://beredt.example.org/plan'],
		['http://localhost:4173/hub', 'http://localhost:4173'],
		['beredt.local', 'https://beredt.local']
	])('is found in “%s”', (typed, address) => {
		expect(hubAddressOf(typed)).toEqual({ ok: true, value: address });
	});

	it.each([
		['', 'notAnAddress'],
		['knudepunktet i kælderen', 'notAnAddress'],
		['BEREDT1:AEAQ', 'notAnAddress'],
		['javascript://192.168.1.5/%0aalert(1)', 'notAnAddress'],
		['ftp://192.168.1.5', 'notAnAddress'],
		['https://nogen:hemmeligt@192.168.1.5', 'notAnAddress'],
		[`https://${'a'.repeat(200)}.example.org`, 'notAnAddress'],
		['http://192.168.1.5:4443', 'notSecure']
	])('is not in “%s”', (typed, code) => {
		expect(hubAddressOf(typed)).toEqual({ ok: false, error: { code } });
	});
});
