package io.github.imagemaven.release;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is checked out. Each question is asked where its answer is needed, and maybe more than once.
 *
 * @param commit null where nobody knows it, or files have changed since
 * @param tags of that commit, of any form
 * @param branch empty where the head is detached, or nobody knows
 */
public record Checkout(
    Supplier<@Nullable Commit> commit, Supplier<List<String>> tags, Supplier<String> branch) {}
