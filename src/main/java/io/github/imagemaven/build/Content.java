package io.github.imagemaven.build;

/** What an image is made of. Each kind has its builder. */
public sealed interface Content permits JavaApplication, ContainerfileSource {}
