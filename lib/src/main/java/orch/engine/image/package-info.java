/**
 * Recipes for images: which image a folder with a Dockerfile stands for, and a base system where no
 * registry answers.
 */
package orch.engine.image;
