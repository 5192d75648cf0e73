/** The lab, for the other programs of tools/. */
export { IMAGES_HELP, imagesCommand } from './images/command.ts';
