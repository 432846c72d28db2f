package io.github.imagemaven.workflow;

import java.util.Map;

/**
 * A context or object whose names are all known: a look-up of another name is a mistake of the
 * workflow, where GitHub would go on with nothing.
 *
 * @param values may hold null
 */
record Known(Map<String, Object> values) {}
