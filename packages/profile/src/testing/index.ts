export { EMPTY_HEADER, profileFromText } from './profile-from-text.ts';
