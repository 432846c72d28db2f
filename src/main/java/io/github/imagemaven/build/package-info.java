/**
 * From a build request to an image in a layout: base image, layers, config.
 *
 * <p>{@link io.github.imagemaven.build.JavaApplicationBuilder} reads as the list of steps. The
 * application's side: {@code ApplicationPlanner} looks at the artifact, {@code JibModel} asks Jib
 * where each file goes, {@code ApplicationLayers} turns that into layers and an exact class path,
 * {@code LayerBuild} writes them. The base's side: {@code BaseImages} resolves it once a session
 * and finds each platform. {@code FormatChoice}, {@code ConfigEditor} and {@code ImageAssembly} put
 * the two together.
 *
 * <p>{@link io.github.imagemaven.build.ContainerfileBuilder} has an engine do that work: {@code
 * EnginePlan} finds one that can, {@code EngineBuild} runs it for a platform, {@code EngineResult}
 * takes over what it made, as if it were a base that nothing is added to.
 */
@NullMarked
package io.github.imagemaven.build;

import org.jspecify.annotations.NullMarked;
