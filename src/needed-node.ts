/** The major version of Node.js that the program needs. */
export const NEEDED_NODE = 20;
