package io.github.imagemaven.build;

import io.github.imagemaven.layer.LayerEntry;
import java.util.List;

/**
 * A layer to be written.
 *
 * @param name what people call it
 * @param entries in any order
 * @param jarsOnly whether it holds nothing but libraries, whose time stamps nobody reads
 */
record LayerPlan(String name, List<LayerEntry> entries, boolean jarsOnly) {
  LayerPlan {
    entries = List.copyOf(entries);
  }
}
