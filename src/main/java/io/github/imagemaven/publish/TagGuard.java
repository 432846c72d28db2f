package io.github.imagemaven.publish;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Says whether a tag may leave the image that it names. It is asked only where a destination has
 * the tag, and the tag names another image than the one that is published.
 */
@FunctionalInterface
public interface TagGuard {
  /** Lets every tag move. */
  TagGuard NONE = (tag, labels) -> Answer.move();

  /**
   * Whether the tag may move. May be asked by several threads, and twice for the same image.
   *
   * @param labels reads the labels of the image that the tag names now: of one of its platforms,
   *     and only when they are asked for, since that takes up to three requests. Empty where it has
   *     none, and where they cannot be read, which is said by whoever asks. Throws where they
   *     cannot be read just now
   */
  Answer ask(String tag, Supplier<Map<String, String>> labels);

  /**
   * What is to become of the tag.
   *
   * @param moves whether it may move
   * @param why what is to be said of that: half a sentence whose subject is the image that the tag
   *     names now, such as {@code it is 2.0.0, newer than 1.2.4}; may be empty where it moves
   * @param isOrdinary whether what is said is the course of things, and nothing is in question
   */
  record Answer(boolean moves, String why, boolean isOrdinary) {
    private static final Answer MOVE = new Answer(true, "", true);

    /** It moves, and nothing is to be said. */
    public static Answer move() {
      return MOVE;
    }

    /** It moves, though not everything is known; that is said. */
    public static Answer moveThough(String why) {
      return new Answer(true, why, false);
    }

    /** It stays, in all destinations; that is said. */
    public static Answer keep(String why) {
      return new Answer(false, why, false);
    }
  }
}
