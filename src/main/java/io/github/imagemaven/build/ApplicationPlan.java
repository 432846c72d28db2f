package io.github.imagemaven.build;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an application adds to its base.
 *
 * @param layers lowest first, none empty
 * @param entrypoint what starts the application; null where the base does
 */
record ApplicationPlan(List<LayerPlan> layers, @Nullable List<String> entrypoint) {
  ApplicationPlan {
    layers = List.copyOf(layers);
  }
}
