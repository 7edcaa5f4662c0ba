package orch.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import orch.model.Identity;
import orch.model.OrchException;

/**
 * The files in volumes, read and written as tar streams without running anything. Safe for use by
 * several threads.
 */
public interface VolumeFiles {
  /** The folder that all names in a volume's tar stream begin with. */
  String TOP = "data";

  /**
   * Opens volumes: makes a container that mounts them and is never started.
   *
   * @param volumes names on the engine by the stack's own names
   * @param images local images of which any will do, best first; when none of them is there, the
   *     engine's other ones are taken
   * @throws OrchException.Failed when it cannot be made
   */
  Opened open(Identity identity, Map<String, String> volumes, Collection<String> images);

  /** Removes what killed processes left of {@link #open}. */
  void removeLeftovers(Identity identity);

  /** The containers that mount any of these volumes, running or not, whoever made them. */
  List<User> users(Collection<String> engineNames);

  /** Freezes the processes of a container. */
  void pause(String containerId);

  /** Lets them go on; does nothing when the container is not there or not paused. */
  void unpause(String containerId);

  /** Starts a container that was stopped, without any wait; does nothing when it is not there. */
  void start(String containerId);

  /**
   * Who uses volumes.
   *
   * @param id of the container
   * @param name of the container
   * @param state the engine's word for its state
   * @param labels of the container
   * @param volumes engine names of those that it may write to
   * @param readOnly engine names of those that it only reads
   */
  record User(
      String id,
      String name,
      String state,
      Map<String, String> labels,
      List<String> volumes,
      List<String> readOnly) {
    /** Copies the lists. */
    public User {
      labels = Map.copyOf(labels);
      volumes = List.copyOf(volumes);
      readOnly = List.copyOf(readOnly);
    }

    /** Whether its processes run. */
    public boolean runs() {
      return state.equals("running") || state.equals("restarting");
    }
  }

  /** Volumes that can be read and written. Closing it removes the container. */
  interface Opened extends AutoCloseable {
    /** The files of a volume as a tar stream, every name below {@link #TOP}. */
    InputStream read(String volume) throws IOException;

    /**
     * Removes all that is in a volume; the volume stays.
     *
     * @throws OrchException.Failed when the engine cannot; then nothing in it was changed, or all
     *     of it is to be taken for lost
     */
    void empty(String volume) throws IOException;

    /**
     * Writes the files of a tar stream as {@link #read} gives it.
     *
     * @throws OrchException.Failed when the engine cannot, with its own words
     */
    void fill(String volume, InputStream tar) throws IOException;

    @Override
    void close();
  }
}
