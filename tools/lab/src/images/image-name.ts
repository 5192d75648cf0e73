/** Spellings of an image's name. */

/** As containerd writes it: `busybox:1.37` is `docker.io/library/busybox:1.37`. */
export function fullName(name: string): string {
  const [first = '', ...rest] = name.split('/');
  if (rest.length === 0) return `docker.io/library/${name}`;
  return first.includes('.') || first.includes(':') || first === 'localhost' ? name : `docker.io/${name}`;
}

/** Every spelling under which a pod may name the image with this full name. */
export function spellings(full: string): string[] {
  const short = ['docker.io/library/', 'docker.io/'].filter((prefix) => full.startsWith(prefix));
  return [full, ...short.map((prefix) => full.slice(prefix.length))];
}

/** A file name for it. */
export function archiveName(name: string): string {
  return `${fullName(name).replaceAll(/[/:@]/g, '_')}.tar`;
}
