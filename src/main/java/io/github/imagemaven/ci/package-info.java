/**
 * What a CI system tells a run, and what the run tells it.
 *
 * <pre>
 * CiSystems       which one runs us, from the environment
 * CiSystem        GitHubActions, GitLabCi, NoCi
 *   context       GitHubContext, GitLabContext: the event and the ref, for the room release
 *   writeOutputs  RunReport → OutputValues → OutputText (GitHub) or DotenvText (GitLab)
 *   writeSummary  RunReport → StepSummary → Markdown
 *   annotate      Annotation
 * RunnerMatrix    a job for each platform, on the runner that image.runners names
 * </pre>
 *
 * <p>The facts of all modules come in one {@link RunReport}, and each file is written once. Nothing
 * here fails a run: what cannot be written is a warning. All text that somebody outside may have
 * chosen (a branch's name, a registry's answer) is escaped where it is written.
 */
@NullMarked
package io.github.imagemaven.ci;

import org.jspecify.annotations.NullMarked;
