/** What is taken of mathjs, which takes long to load: in a module of its own, so that a build leaves out the rest. */
export { mean, median, quantileSeq } from 'mathjs';
