package io.github.imagemaven.workflow;

import java.util.List;
import java.util.Map;

/**
 * One job.
 *
 * @param needs ids of the jobs before it
 * @param condition {@code if:}; null where there is none
 * @param permissions its own, else the workflow's; null where neither has any
 * @param runsOn a label, or an expression
 * @param matrix as it is written, text or a map; null where there is none
 * @param failFast whether the failure of one job of the matrix cancels the others
 * @param outputs templates
 * @param steps none where it calls a workflow
 * @param call null where it has steps
 */
record Job(
    String id,
    List<String> needs,
    String condition,
    Permissions permissions,
    String runsOn,
    Object matrix,
    boolean failFast,
    Map<String, String> env,
    Map<String, String> outputs,
    List<Step> steps,
    Call call) {}
