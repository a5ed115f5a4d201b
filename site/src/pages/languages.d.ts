/** Made by build.mjs of the files in words/ and reasons/: a language is one more file in each, with the same keys. */
declare module 'words' {
  export type Key = keyof typeof import('./words/en.json');
  const languages: Record<string, Record<Key, string>>;
  export default languages;
}

declare module 'reasons' {
  const reasons: Record<string, Record<string, string>>;
  export default reasons;
}
