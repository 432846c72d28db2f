package io.github.imagemaven.workflow;

import java.util.Map;

/**
 * One step of a job.
 *
 * @param id null where it has none
 * @param name for people
 * @param condition {@code if:}; null where there is none
 * @param uses an action with its version; null where the step runs a script
 * @param with the action's inputs
 * @param run the script; null where the step uses an action
 * @param shell null where the default is taken
 * @param directory {@code working-directory}, the job's default where it has none of its own
 */
record Step(
    String id,
    String name,
    String condition,
    String uses,
    Map<String, String> with,
    String run,
    String shell,
    String directory,
    Map<String, String> env) {}
