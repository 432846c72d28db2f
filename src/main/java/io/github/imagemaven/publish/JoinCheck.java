package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.Log;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether part files make one image: every platform once, all of one commit, one base and one
 * purpose. By reading the files alone; what registries hold is looked at afterwards.
 */
final class JoinCheck {
  private final JoinRequest request;
  private final List<PartFile> files;

  private JoinCheck(JoinRequest request) {
    this.request = request;
    this.files = request.parts().files();
  }

  /**
   * The parts in the index's order, each once, with all repositories that any of its files names.
   *
   * @param log told which layers differ that should not
   * @throws PartsException naming every file that is wrong, and what to do
   */
  static List<Part> parts(JoinRequest request, Log log) {
    JoinCheck check = new JoinCheck(request);
    refuse(check.foreign());
    refuse(check.doubled());
    refuse(check.missing());
    refuse(PartAgreement.problems(check.files));
    List<Part> parts = check.ordered();
    if (request.publication().revision() == null) {
      log.warn(
          "no commit is known (no git, or tracked files have changed): whether the parts of "
              + request.image()
              + " are of one commit cannot be told");
    }
    SharedLayers.compare(parts, log);
    return parts;
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new PartsException(String.join("\n", problems) + "\nNothing was named.");
    }
  }

  /** What cannot belong to this image. */
  private List<String> foreign() {
    List<String> problems = new ArrayList<>();
    for (PartFile file : files) {
      Part part = file.part();
      if (!part.image().equals(request.image())) {
        problems.add(
            "%s is a part of image %s, expected %s: remove it, or look for the parts elsewhere (image.parts)"
                .formatted(file.path(), part.image(), request.image()));
        continue;
      }
      List<Platform> undeclared =
          part.requested().stream().filter(each -> !request.platforms().contains(each)).toList();
      if (!undeclared.isEmpty()) {
        problems.add(
            "%s is for %s, and image.platforms is %s: add the platform there, in every run, or remove the file"
                .formatted(file.path(), words(undeclared), words(request.platforms())));
      }
      addUnfit(file, problems);
      addOrigin(file, problems);
    }
    return problems;
  }

  /** A platform must not count as there because a part of another one says so. */
  private static void addUnfit(PartFile file, List<String> problems) {
    Part part = file.part();
    List<Platform> unfit =
        part.requested().stream().filter(each -> !part.platform().satisfies(each)).toList();
    if (!unfit.isEmpty()) {
      problems.add(
          "%s is for %s, and its manifest is of %s: build and push that platform again"
              .formatted(file.path(), words(unfit), part.platform()));
    }
  }

  private void addOrigin(PartFile file, List<String> problems) {
    Part part = file.part();
    String expected = request.publication().revision();
    if (!Objects.equals(part.origin().revision(), expected)) {
      problems.add(
          "%s was built from %s, and checked out is %s: join the parts of this commit, built by runs of this commit"
              .formatted(file.path(), commit(part.origin().revision()), commit(expected)));
    }
    if (!part.origin().version().equals(request.version())) {
      problems.add(
          "%s is of version %s, and this project is of version %s: build and join one version"
              .formatted(file.path(), part.origin().version(), request.version()));
    }
    if (!Set.copyOf(part.tags()).equals(Set.copyOf(request.publication().tags()))) {
      problems.add(
          "%s is meant for the tags %s, and this run publishes %s: give the runs that build and the one that joins the same ref and the same image.tag and image.extraTags"
              .formatted(file.path(), words(part.tags()), words(request.publication().tags())));
    }
  }

  /** In words. */
  static String commit(@Nullable String revision) {
    return revision == null
        ? "no known commit (no git, or tracked files had changed)"
        : "commit " + revision;
  }

  /** Several that are not the same, for one platform or of one manifest. */
  private List<String> doubled() {
    Map<Object, PartFile> first = new HashMap<>();
    Map<PartFile, String> problems = new LinkedHashMap<>();
    for (PartFile file : files) {
      Set<Object> keys = new LinkedHashSet<>(file.part().requested());
      keys.add(file.part().platform());
      keys.add(file.part().descriptor().digest());
      for (Object key : keys) {
        PartFile other = first.putIfAbsent(key, file);
        if (other != null && !other.part().isSameAs(file.part())) {
          problems.putIfAbsent(
              file,
              "%s and %s are both for %s and are not the same (%s is %s, %s is %s): keep the one of this run"
                  .formatted(
                      other.path(),
                      file.path(),
                      key,
                      other.part().platform(),
                      other.part().descriptor().digest(),
                      file.part().platform(),
                      file.part().descriptor().digest()));
        }
      }
    }
    return List.copyOf(problems.values());
  }

  private List<String> missing() {
    Set<Platform> there =
        files.stream()
            .flatMap(file -> file.part().requested().stream())
            .collect(Collectors.toSet());
    List<Platform> missing =
        request.platforms().stream().filter(each -> !there.contains(each)).toList();
    if (missing.isEmpty()) {
      return List.of();
    }
    String found =
        files.isEmpty()
            ? "there is none of this image"
            : "there are "
                + files.stream()
                    .map(file -> file.path().toString())
                    .collect(Collectors.joining(", "));
    return List.of(
        "no part of image %s for %s in %s; %s: see that the run that builds it has ended well and that its target/image/%s was brought here, and join again"
            .formatted(
                request.image(), words(missing), request.parts().where(), found, PartFile.FOLDER));
  }

  private List<Part> ordered() {
    Map<Digest, Part> ordered = new LinkedHashMap<>();
    for (Platform platform : request.platforms()) {
      for (PartFile file : files) {
        if (file.part().requested().contains(platform)) {
          ordered.merge(file.part().descriptor().digest(), file.part(), Part::alsoIn);
        }
      }
    }
    return List.copyOf(ordered.values());
  }

  private static String words(Collection<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
