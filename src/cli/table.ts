export { aligned as table } from '../core/text/aligned.ts';
