/** The lab, for the other programs of tools/. */
export { labCommand } from './command/main.ts';
export { IMAGES_HELP, imagesCommand } from './images/command.ts';
export { LabError } from './lab-error.ts';
