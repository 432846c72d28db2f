package io.github.imagemaven.workflow;

import java.util.List;
import java.util.Map;

/**
 * One job.
 *
 * @param needs ids of the jobs before it
 * @param condition {@code if:}; null where there is none
 * @param runsOn a label, or an expression
 * @param matrix as it is written, text or a map; null where there is none
 * @param failFast whether the failure of one job of the matrix cancels the others
 * @param outputs templates
 */
record Job(
    String id,
    List<String> needs,
    String condition,
    String runsOn,
    Object matrix,
    boolean failFast,
    Map<String, String> env,
    Map<String, String> outputs,
    List<Step> steps) {}
