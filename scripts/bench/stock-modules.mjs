// What the bench of the sync uses of y-webrtc: its rooms and messages as npm has them, with simple-peer alone exchanged
// (memory-peer.mjs), so that they run on the wire that Beredt's own are counted on.
export * as Y from 'yjs';
export { WebrtcConn, WebrtcProvider } from 'y-webrtc';
export { Wire } from '../../tests/simulation/wire.ts';
