package io.github.imagemaven.publish;

import io.github.imagemaven.build.StandardLabels;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.report.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What has to be equal in all part files of an image, since there is one index: base, format and
 * annotations.
 */
record PartAgreement(List<PartFile> files) {
  /** A sentence for each thing that is not equal, with the files and what each says. */
  static List<String> problems(List<PartFile> files) {
    return new PartAgreement(files).problems();
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    Set<String> annotations = differentAnnotations();
    addDifferent(
        problems,
        "stand on different bases",
        part -> {
          Digest base = part.origin().baseDigest();
          return part.origin().base() + (base == null ? "" : " as " + base);
        },
        part -> String.valueOf(part.origin().baseDigest()),
        "resolve the base once (validate-tag's output base says it with its digest), give all runs"
            + " that build image.from with that digest, name@sha256:…, and let each build again");
    if (!problems.isEmpty()) { // they say the base's digest, and have to differ with it
      annotations.removeAll(StandardLabels.OF_BASE);
    }
    addDifferent(
        problems,
        "have different formats",
        part -> part.descriptor().mediaType() + " in " + part.index().mediaType(),
        part -> part.descriptor().mediaType() + " in " + part.index().mediaType(),
        "give all runs the same image.format and image.index");
    addDifferent(
        problems,
        "have different annotations",
        part -> words(chosen(part, annotations)),
        part -> chosen(part, annotations).toString(),
        "annotate with nothing that depends on the machine");
    return problems;
  }

  /** Any text, also of several lines. */
  private static String words(Map<String, String> annotations) {
    return annotations.isEmpty()
        ? "none"
        : annotations.entrySet().stream()
            .map(each -> Quoted.of(each.getKey()) + " is " + Quoted.of(each.getValue()))
            .collect(Collectors.joining(", "));
  }

  /** The keys of those that are not in all parts, or not with one value. */
  private Set<String> differentAnnotations() {
    Set<String> all = new TreeSet<>();
    files.forEach(file -> all.addAll(file.part().index().annotations().keySet()));
    all.removeIf(key -> files.stream().map(file -> annotation(file, key)).distinct().count() == 1);
    return all;
  }

  private static Optional<String> annotation(PartFile file, String key) {
    return Optional.ofNullable(file.part().index().annotations().get(key));
  }

  private static Map<String, String> chosen(Part part, Set<String> keys) {
    Map<String, String> chosen = new TreeMap<>(part.index().annotations());
    chosen.keySet().retainAll(keys);
    return chosen;
  }

  private void addDifferent(
      List<String> problems,
      String what,
      Function<Part, String> words,
      Function<Part, String> value,
      String advice) {
    if (files.stream().map(file -> value.apply(file.part())).distinct().count() > 1) {
      String each =
          files.stream()
              .map(file -> file.path() + ": " + words.apply(file.part()))
              .collect(Collectors.joining("; "));
      problems.add("the parts " + what + " (" + each + "): " + advice);
    }
  }
}
