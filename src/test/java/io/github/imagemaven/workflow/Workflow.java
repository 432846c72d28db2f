package io.github.imagemaven.workflow;

import java.util.Map;

/**
 * A workflow as far as running it goes; who may do what, and which run waits for which, is
 * GitHub's.
 *
 * @param inputs of {@code workflow_dispatch} or {@code workflow_call}, with their defaults
 * @param jobs in the order of the file
 */
record Workflow(
    String name, Map<String, Object> inputs, Map<String, String> env, Map<String, Job> jobs) {}
