package io.github.imagemaven.workflow;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What stands behind a label of {@code runs-on}.
 *
 * @param environment of every process on it; {@code {home}} is the folder of the job's user
 * @param javaHome what {@code actions/setup-java} sets
 * @param mavenCache a local repository that a run before this one has left; null where none has
 * @param notCached folders in it that no run before this one can have left
 */
record Machine(
    Map<String, String> environment, Path javaHome, Path mavenCache, List<String> notCached) {}
