package io.github.imagemaven.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The jobs that a matrix makes.
 *
 * <p>Source: <a
 * href="https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations">
 * running variations of jobs</a>.
 */
final class Matrix {
  private Matrix() {}

  /**
   * One map a job.
   *
   * @param matrix as written: an expression, or a map of lists with {@code include}
   */
  static List<Map<String, Object>> jobs(Object matrix, Scope scope) {
    Object value = matrix instanceof String text ? Template.value(text, scope) : matrix;
    if (!(value instanceof Map<?, ?> map) || map.containsKey("exclude")) {
      throw new ExpressionException("the kit knows no such matrix: " + value);
    }
    List<Map<String, Object>> jobs = new ArrayList<>();
    jobs.add(new LinkedHashMap<>());
    for (Map.Entry<?, ?> vector : map.entrySet()) {
      if (!vector.getKey().equals("include")) {
        multiply(jobs, String.valueOf(vector.getKey()), list(vector.getValue()));
      }
    }
    boolean isListOnly = map.keySet().equals(Set.of("include"));
    if (isListOnly) {
      jobs.clear();
    }
    include(jobs, isListOnly ? Set.of() : keys(map), list(map.get("include")));
    if (jobs.isEmpty()) {
      throw new ExpressionException("a matrix without a job, which GitHub refuses");
    }
    return jobs;
  }

  private static Set<String> keys(Map<?, ?> map) {
    return map.keySet().stream()
        .map(String::valueOf)
        .filter(key -> !key.equals("include"))
        .collect(Collectors.toSet());
  }

  private static void multiply(List<Map<String, Object>> jobs, String key, List<?> values) {
    List<Map<String, Object>> before = new ArrayList<>(jobs);
    jobs.clear();
    for (Map<String, Object> job : before) {
      for (Object value : values) {
        Map<String, Object> more = new LinkedHashMap<>(job);
        more.put(key, value);
        jobs.add(more);
      }
    }
  }

  /** Into each job of the vectors whose values it leaves as they are, else a job of its own. */
  private static void include(List<Map<String, Object>> jobs, Set<String> vectors, List<?> all) {
    List<Map<String, Object>> fromVectors = List.copyOf(jobs);
    List<Map<String, Object>> originals = fromVectors.stream().map(Matrix::copy).toList();
    for (Object each : all) {
      Map<String, Object> entry = copy((Map<?, ?>) each);
      boolean isTaken = false;
      for (int i = 0; i < originals.size(); i++) {
        Map<String, Object> original = originals.get(i);
        if (vectors.stream()
            .allMatch(key -> !entry.containsKey(key) || entry.get(key).equals(original.get(key)))) {
          fromVectors.get(i).putAll(entry);
          isTaken = true;
        }
      }
      if (!isTaken) {
        jobs.add(entry);
      }
    }
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  private static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
