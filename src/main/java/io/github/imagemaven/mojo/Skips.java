package io.github.imagemaven.mojo;

import java.util.List;

/**
 * What executions that do not build have as {@code <skip>}, unresolved: it concerns no more than
 * what they do, and the module has an image all the same.
 *
 * @param publication of those that publish
 * @param check of those that check and do nothing else
 */
record Skips(List<String> publication, List<String> check) {
  static final Skips NONE = new Skips(List.of(), List.of());

  Skips {
    publication = List.copyOf(publication);
    check = List.copyOf(check);
  }
}
